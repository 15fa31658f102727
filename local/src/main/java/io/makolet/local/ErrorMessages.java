package io.makolet.local;

import io.grpc.StatusRuntimeException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** What people read when a command cannot do what they asked: one line, and the exit code. */
final class ErrorMessages {

    static final int FAILED = 1;
    static final int BAD_INPUT = 2;

    private ErrorMessages() {}

    static int badArguments(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        print(command, oneLine(e) + " (see " + command.getCommandSpec().qualifiedName() + " --help)");
        return BAD_INPUT;
    }

    static int failed(Exception thrown, CommandLine command, ParseResult parsed) {
        Throwable e = thrown;
        while ((e instanceof CompletionException || e instanceof ExecutionException) && e.getCause() != null) {
            e = e.getCause();
        }
        if (e instanceof StatusRuntimeException refusal) {
            return refused(refusal, command);
        }
        boolean expected = e instanceof InvalidInput || e instanceof Failure;
        print(command, expected ? oneLine(e) : e.getClass().getSimpleName() + ": " + oneLine(e));
        return e instanceof InvalidInput ? BAD_INPUT : FAILED;
    }

    private static int refused(StatusRuntimeException e, CommandLine command) {
        String why = e.getStatus().getDescription() == null
                ? "no reason given"
                : e.getStatus().getDescription();
        return switch (e.getStatus().getCode()) {
            case INVALID_ARGUMENT, NOT_FOUND -> {
                print(command, why);
                yield BAD_INPUT;
            }
            case UNAVAILABLE -> {
                print(command, "the serving node does not answer: " + why);
                yield FAILED;
            }
            default -> {
                print(command, "the serving node answered " + e.getStatus().getCode() + ": " + why);
                yield FAILED;
            }
        };
    }

    private static void print(CommandLine command, String message) {
        command.getErr().println("makolet: " + message);
    }

    private static String oneLine(Throwable e) {
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        return message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}

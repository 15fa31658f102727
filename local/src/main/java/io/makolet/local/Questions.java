package io.makolet.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.util.Optional;
import java.util.function.Function;

/** Asks somebody at a terminal, or takes the answers from a pipe, one a line; a wrong answer is asked for again. */
final class Questions {

    private final BufferedReader in;
    private final PrintWriter out;

    Questions(Reader in, PrintWriter out) {
        this.in = new BufferedReader(in);
        this.out = out;
    }

    /**
     * Asks one question.
     *
     * @param option what else gives the answer, for messages
     * @param otherwise what an empty answer stands for
     * @param wrong what is wrong with an answer, or nothing
     * @throws InvalidInput if the answers end before there is a right one
     */
    String ask(String question, String option, String otherwise, Function<String, Optional<String>> wrong)
            throws IOException {
        String problem = "no answer to \"" + question + "\", expected a line or this option";
        while (true) {
            out.print(question + (otherwise.isEmpty() ? "" : " [" + otherwise + "]") + ": ");
            out.flush();
            String line = in.readLine();
            if (line == null) {
                out.println();
                throw new InvalidInput(option + ": " + problem);
            }
            String answer = line.isBlank() ? otherwise : line.strip();
            Optional<String> found = wrong.apply(answer);
            if (found.isEmpty()) {
                return answer;
            }
            problem = found.get();
            out.println(problem);
        }
    }
}

package io.makolet.example.mail;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.makolet.client.Channels;
import io.makolet.example.mail.Ledger.State;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the mailer. */
@Command(
        name = "mailer",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = {
            "Sends each customer of a list the offers that are theirs when it is sent.",
            "Stopped or killed, it goes on where it was when it is called again with the same list and ledger."
        },
        footerHeading = "%nThe user and password of the mail server are in MAILER_USER and MAILER_PASSWORD.%n"
                + "Exit code 3: some mails were deferred by the mail server; call again later.%n%nExamples:%n",
        footer = {
            "  mailer --list customers.csv --campaign campaign --ledger spring.ledger --smtp mail.shop.example:587 --starttls",
            "  mailer --list customers.csv --campaign campaign --ledger spring.ledger --in-doubt leave"
        })
public final class Mailer implements Callable<Integer> {

    private static final int DEFERRED = 3;
    private static final int MOST_CONNECTIONS = 64;
    private static final int MOST_PORT = 65_535;
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1");

    /** What is done with a mail of which nobody knows whether it was sent. */
    enum InDoubt {
        /** Sent again, with the same Message-ID. */
        SEND,
        /** Left out. */
        LEAVE
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--list",
            required = true,
            paramLabel = "FILE",
            description = "CSV with the columns id,address,language.")
    private Path list = Path.of("");

    @Option(
            names = "--campaign",
            required = true,
            paramLabel = "FOLDER",
            description = "Folder with campaign.properties, mail.html and mail.txt.")
    private Path campaign = Path.of("");

    @Option(
            names = "--ledger",
            required = true,
            paramLabel = "FILE",
            description = "What became of each line of the list; made where it is not there.")
    private Path ledger = Path.of("");

    @Option(names = "--makolet", paramLabel = "TARGET", description = "Serving nodes, as gRPC names them.")
    private String makolet = "dns:///127.0.0.1:9400";

    @Option(names = "--tls", description = "Speak TLS with the serving nodes.")
    private boolean tls;

    @Option(names = "--smtp", paramLabel = "HOST:PORT", description = "The mail server.")
    private String smtp = "127.0.0.1:25";

    @Option(names = "--starttls", description = "Send nothing to a mail server that doesn't encrypt.")
    private boolean startTls;

    @Option(names = "--connections", paramLabel = "N", description = "Connections to the mail server, 1 to 64.")
    private int connections = 4;

    @Option(
            names = "--in-doubt",
            paramLabel = "WHAT",
            description = "A mail of which nobody knows whether it was sent: ${COMPLETION-CANDIDATES}.")
    private InDoubt inDoubt = InDoubt.SEND;

    @Option(names = "--json", description = "At the end, write how many came to which end as JSON.")
    private boolean json;

    private final Map<String, String> environment;

    private Mailer(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Runs the command and exits. */
    public static void main(String[] args) {
        System.exit(run(command(System.getenv()), args));
    }

    /** The command, with the variables it reads. */
    static CommandLine command(Map<String, String> environment) {
        return new CommandLine(new Mailer(environment));
    }

    /** Runs the command; its exit code. */
    private static int run(CommandLine mailer, String... args) {
        return mailer.setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (failure instanceof MailingException || failure instanceof StatusRuntimeException) {
                        command.getErr().println("mailer: " + failure.getMessage());
                        return 1;
                    }
                    if (failure instanceof NoSuchFileException) {
                        command.getErr().println("mailer: there is no file " + failure.getMessage());
                        return 1;
                    }
                    throw failure;
                })
                .execute(args);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (connections < 1 || connections > MOST_CONNECTIONS) {
            throw wrong("--connections=" + connections, "1 to " + MOST_CONNECTIONS);
        }
        Smtp.Server server = server();
        Campaign what = new Campaign(campaign);
        String mailing = what.id() + "\t" + Recipients.fingerprint(list);
        ManagedChannel channel = tls ? Channels.tls(makolet) : Channels.plaintext(makolet);
        try (Ledger kept = new Ledger(ledger, mailing);
                Recipients to = new Recipients(list, what.languages())) {
            Map<State, Integer> ends =
                    new Mailing(what, kept, channel, server, inDoubt == InDoubt.SEND, this::say).run(to, connections);
            say("done: " + ends);
            if (json) {
                Map<String, Integer> words = new TreeMap<>();
                ends.forEach((state, lines) -> words.put(state.word(), lines));
                spec.commandLine().getOut().println(new ObjectMapper().writeValueAsString(words));
            }
            return ends.containsKey(State.DEFERRED) ? DEFERRED : 0;
        } finally {
            channel.shutdownNow();
        }
    }

    private void say(String text) {
        spec.commandLine().getErr().println(text);
    }

    private Smtp.Server server() {
        int colon = smtp.lastIndexOf(':');
        String port = smtp.substring(colon + 1);
        if (colon < 1 || !port.matches("\\d{1,5}") || Integer.parseInt(port) > MOST_PORT) {
            throw wrong("--smtp=" + smtp, "HOST:PORT");
        }
        String host = smtp.substring(0, colon);
        String user = environment.getOrDefault("MAILER_USER", "");
        if (!user.isEmpty() && !startTls && !LOOPBACK.contains(host)) {
            throw wrong("MAILER_USER, whose password would go to " + host + " in the clear", "--starttls beside it");
        }
        return new Smtp.Server(
                host, Integer.parseInt(port), startTls, user, environment.getOrDefault("MAILER_PASSWORD", ""));
    }

    private ParameterException wrong(String given, String expected) {
        return new ParameterException(spec.commandLine(), given + ", expected " + expected);
    }
}

package io.makolet.example.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A mail server that says what it is told to say; everything else goes well. One connection at a time. */
final class ScriptedMailServer implements AutoCloseable {

    /** Instead of an answer, the connection ends. */
    static final String HANG_UP = "";

    private final ServerSocket socket;
    private final Map<String, String> answers = new HashMap<>(Map.of(
            "EHLO", "250-here\r\n250-AUTH PLAIN\r\n250 8BITMIME",
            "AUTH", "235 welcome",
            "DATA", "354 go on",
            ".", "250 taken",
            "STARTTLS", "220 go on"));
    private final @Nullable SSLContext tls;
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final Thread thread;

    ScriptedMailServer(@Nullable SSLContext tls) throws IOException {
        this.tls = tls;
        socket = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        thread = new Thread(this::serve, "mail-server");
        thread.start();
    }

    /** @param verb of a command, or {@code .} for the end of a mail */
    ScriptedMailServer answer(String verb, String answer) {
        answers.put(verb, answer);
        return this;
    }

    Smtp.Server address(boolean startTls, String user) {
        return new Smtp.Server("127.0.0.1", socket.getLocalPort(), startTls, user, "secret");
    }

    /** What was asked of it, in order. */
    List<String> commands() {
        return commands;
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket caller = socket.accept()) {
                converse(caller, "220 here");
            } catch (SocketException e) {
                // The caller hung up, or this was closed.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void converse(Socket caller, @Nullable String greeting) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(caller.getInputStream(), StandardCharsets.UTF_8));
        if (greeting != null) {
            say(caller, greeting);
        }
        boolean data = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (data && !line.equals(".")) {
                continue;
            }
            String verb = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
            commands.add(verb);
            String answer = answers.getOrDefault(verb, "250 fine");
            if (answer.equals(HANG_UP)) {
                return;
            }
            say(caller, answer);
            data = answer.startsWith("354");
            if (verb.equals("STARTTLS") && tls != null) {
                SSLSocket encrypted = (SSLSocket) tls.getSocketFactory().createSocket(caller, null, true);
                encrypted.setUseClientMode(false);
                converse(encrypted, null);
                return;
            }
        }
    }

    private static void say(Socket to, String line) throws IOException {
        OutputStream out = to.getOutputStream();
        out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        socket.close();
        thread.join();
    }
}

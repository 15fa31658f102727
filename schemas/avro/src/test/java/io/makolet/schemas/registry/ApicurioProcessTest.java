package io.makolet.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.makolet.schemas.ConfluentRegistry;
import io.makolet.schemas.RegistryConfig;
import io.makolet.schemas.SchemaBootstrap;
import io.makolet.schemas.Topic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApicurioProcessTest {

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    /** Short enough for the operating system to tell the whole command line. */
    private static final String CLASSES = Path.of("target", "test-classes").toString();

    @TempDir
    Path home = Path.of("unset");

    /** Starts a registry with the data, log and port of its arguments, writes its number to a file, and never ends. */
    static final class Parent {
        public static void main(String[] args) throws IOException, InterruptedException {
            ApicurioProcess apicurio = ApicurioProcess.start(
                    RealRegistry.INSTALLATION, Path.of(args[0]), Path.of(args[1]), Integer.parseInt(args[2]));
            Path half = Files.writeString(Path.of(args[3] + ".half"), Long.toString(apicurio.pid()));
            Files.move(half, Path.of(args[3]));
            Thread.currentThread().join();
        }
    }

    @Test
    void endsWhenItsParentIsKilled() throws Exception {
        Path pid = home.resolve("pid");
        Process parent = new ProcessBuilder(
                        JAVA,
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName(),
                        home.resolve("registry").toString(),
                        home.resolve("log").toString(),
                        Integer.toString(RealRegistry.freePort()),
                        pid.toString())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("parent.log").toFile())
                .start();
        while (!Files.exists(pid)) {
            assertThat(parent.waitFor(50, TimeUnit.MILLISECONDS))
                    .as(() -> log("parent.log"))
                    .isFalse();
        }
        ProcessHandle child =
                ProcessHandle.of(Long.parseLong(Files.readString(pid))).orElseThrow();

        parent.destroyForcibly().waitFor();

        assertThat(child.onExit()).succeedsWithin(Duration.ofSeconds(30));
    }

    @Test
    void remembersWhatItAnsweredBeforeItWasKilled() throws Exception {
        Path data = home.resolve("registry");
        int port = RealRegistry.freePort();
        Map<String, Integer> ids;
        try (ApicurioProcess first =
                ApicurioProcess.start(RealRegistry.INSTALLATION, data, home.resolve("log"), port)) {
            ids = SchemaBootstrap.register(RegistryConfig.of(first.url()), Set.of());
            ProcessHandle.of(first.pid()).orElseThrow().destroyForcibly();
        }

        try (ApicurioProcess again =
                ApicurioProcess.start(RealRegistry.INSTALLATION, data, home.resolve("log"), port)) {
            ConfluentRegistry registry = new ConfluentRegistry(RegistryConfig.of(again.url()));
            for (Topic topic : Topic.values()) {
                topic.schema()
                        .ifPresent(schema -> assertThat(registry.idOf(topic.subject(), schema))
                                .isEqualTo(ids.get(topic.subject())));
            }
        }
    }

    @Test
    void stopsAnOrphanKnownByItsCommandLine() throws Exception {
        Path file = home.resolve("registry.pid");
        Process orphan = sleeper("-Dmakolet.registry=" + home);
        Files.writeString(file, orphan.pid() + " 0\n");

        Orphan.stop(file, "-Dmakolet.registry=" + home);

        assertThat(orphan.waitFor(0, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void leavesAProcessAloneThatOnlyHasTheNumberOfAnOrphan() throws Exception {
        Path file = home.resolve("registry.pid");
        Process stranger = sleeper("-Dsomebody=else");
        try {
            Files.writeString(file, stranger.pid() + " 0\n");

            Orphan.stop(file, "-Dmakolet.registry=" + home);

            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly().waitFor();
        }
    }

    @Test
    void refusesToStartBesideALivingOne() throws Exception {
        String mark = "-Dmakolet.registry=" + home;
        Process owned = sleeper(mark);
        try {
            Orphan.remember(home.resolve("registry.pid"), owned.toHandle());

            assertThatThrownBy(() -> ApicurioProcess.start(
                            RealRegistry.INSTALLATION, home, home.resolve("log"), RealRegistry.freePort()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("runs already, as process " + owned.pid());
            assertThat(owned.isAlive()).isTrue();
        } finally {
            owned.destroyForcibly().waitFor();
        }
    }

    @Test
    void namesATakenPort() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> ApicurioProcess.start(RealRegistry.INSTALLATION, home, home.resolve("log"), port))
                    .isInstanceOf(IOException.class)
                    .hasMessage("port " + port + " for the schema registry is taken, expected a free one");
        }
    }

    @Test
    void saysWhatTheRegistrySaidWhenItDoesNotComeUp() throws IOException {
        Path data = home.resolve("registry");
        Files.createDirectories(data);
        Files.writeString(data.resolve("registry.mv.db"), "no database");

        assertThatThrownBy(() -> ApicurioProcess.start(
                        RealRegistry.INSTALLATION, data, home.resolve("log"), RealRegistry.freePort()))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("the schema registry ended with status 1 as it started: ");
        assertThat(data.resolve("registry.pid")).doesNotExist();
    }

    /** A JVM with a word on its command line that does nothing until its standard input ends. */
    private static Process sleeper(String word) throws IOException {
        Process process =
                new ProcessBuilder(List.of(JAVA, word, "-Xmx16m", "-cp", CLASSES, Sleeper.class.getName())).start();
        assertThat(process.inputReader().read()).isEqualTo('.');
        return process;
    }

    /** Says that it lives, and waits for the end of its input. */
    static final class Sleeper {
        public static void main(String[] args) throws IOException {
            System.out.print('.');
            System.out.flush();
            System.in.transferTo(java.io.OutputStream.nullOutputStream());
        }
    }

    private String log(String name) {
        try {
            return Files.readString(home.resolve(name));
        } catch (IOException e) {
            return e.toString();
        }
    }
}

package io.makolet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk of a home is full for a while: reads go on, and what could not be written is written afterwards. */
@Tag("faults")
class FullDiskIT {

    private static final int BLOCK_BYTES = 1 << 16;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void answersWhileTheDiskIsFullAndLosesNothing() throws Exception {
        MakoletProcess system = MakoletProcess.upOnDiskOf("700m", folder.resolve("home"), "--clock", "log");
        try (ReplayedShop shop = ReplayedShop.on(Shop.ONLINE_RETAIL, system)) {
            String before = Shop.ONLINE_RETAIL.reference().instants().get(0);
            String after = Shop.ONLINE_RETAIL.reference().instants().get(1);
            shop.replay(before);
            Path ballast = system.home().resolve("ballast");
            fill(ballast);
            Cli.Running replay = shop.startReplay(after);
            assertThat(Serving.members(system.address("grpc"), Shop.ONLINE_RETAIL.customers()))
                    .containsKeys(
                            Shop.ONLINE_RETAIL.reference().segments().iterator().next());
            Files.delete(ballast);
            assertThat(replay.answer()).isNotNull();
            shop.replay(after);
            shop.compareWithReference(after);
            shop.compareTransitionsWithFold(after);
        }
    }

    private static void fill(Path file) throws IOException {
        byte[] block = new byte[BLOCK_BYTES];
        try (OutputStream out = Files.newOutputStream(file)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }
}

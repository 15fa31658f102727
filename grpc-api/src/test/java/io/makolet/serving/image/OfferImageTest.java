package io.makolet.serving.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.v1.Offer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class OfferImageTest {

    private static final int WIDTH = 400;

    @Test
    void writesFromTheSideAtWhichTheScriptBegins() throws IOException {
        assertThat(inkIn(drawn("Tea"), 0, WIDTH / 2)).isPositive();
        assertThat(inkIn(drawn("Tea"), WIDTH / 2, WIDTH)).isZero();
        assertThat(inkIn(drawn("תה"), 0, WIDTH / 2)).isZero();
        assertThat(inkIn(drawn("תה"), WIDTH / 2, WIDTH)).isPositive();
        assertThat(inkIn(drawn("شاي"), 0, WIDTH / 2)).isZero();
        assertThat(inkIn(drawn("شاي"), WIDTH / 2, WIDTH)).isPositive();
    }

    @Test
    void breaksALongTitleAndKeepsItInside() throws IOException {
        BufferedImage image = drawn("Fresh strawberries, put aside for you until the shop closes tonight ".repeat(6));
        assertThat(inkIn(image, WIDTH - 6, WIDTH)).isZero();
        assertThat(inkIn(image, 0, WIDTH)).isPositive();
        BufferedImage tooMuch = drawn("strawberries".repeat(500));
        assertThat(inkIn(tooMuch, WIDTH - 6, WIDTH)).isZero();
    }

    @Test
    void drawsEqualOffersOnce() {
        OfferImages images = new OfferImages();
        Offer offer =
                Offer.newBuilder().setId("tea").setTitle("Tea").setScore(1).build();
        byte[] first = images.of(offer, WIDTH, 100);
        assertThat(images.of(offer.toBuilder().setScore(2).build(), WIDTH, 100)).isSameAs(first);
        assertThat(images.of(offer, WIDTH, 101)).isNotEqualTo(first);
    }

    private static BufferedImage drawn(String title) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(new OfferImage(title, "", WIDTH, 100).draw()));
    }

    /** Dark pixels between two columns. */
    private static long inkIn(BufferedImage image, int from, int to) {
        long ink = 0;
        for (int x = from; x < to; x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                int pixel = image.getRGB(x, y);
                boolean dark = ((pixel >> 16) & 0xff) < 100 && ((pixel >> 8) & 0xff) < 100;
                ink += dark ? 1 : 0;
            }
        }
        return ink;
    }
}

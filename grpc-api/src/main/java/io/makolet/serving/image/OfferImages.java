package io.makolet.serving.image;

import io.makolet.v1.Offer;
import java.util.LinkedHashMap;
import java.util.Map;

/** Pictures of offers; those drawn last are kept, as a mailing shows few offers to many. Thread safe. */
public final class OfferImages {

    private static final int MOST = 256;

    private final Map<OfferImage, byte[]> drawn = new LinkedHashMap<>(16, 0.75F, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<OfferImage, byte[]> eldest) {
            return size() > MOST;
        }
    };

    /** A clear picture of one pixel. */
    public byte[] nothing() {
        return OfferImage.NOTHING.clone();
    }

    /**
     * The picture of an offer, as PNG. Two at the same moment may both be drawn; they are equal.
     *
     * @param width pixels
     * @param height pixels
     */
    public byte[] of(Offer offer, int width, int height) {
        OfferImage image = OfferImage.of(offer, width, height);
        synchronized (drawn) {
            byte[] known = drawn.get(image);
            if (known != null) {
                return known;
            }
        }
        byte[] made = image.draw();
        synchronized (drawn) {
            drawn.put(image, made);
        }
        return made;
    }
}

package io.makolet.serving.image;

import io.makolet.v1.Offer;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.font.LineBreakMeasurer;
import java.awt.font.TextAttribute;
import java.awt.font.TextLayout;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.AttributedCharacterIterator;
import java.text.AttributedString;
import java.text.Bidi;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * What is said in a picture, and how large it is: equal ones are equal pictures.
 *
 * @param title in any script; it is written from the side at which its own begins
 * @param callToAction below it, may be empty
 * @param width pixels
 * @param height pixels
 */
record OfferImage(String title, String callToAction, int width, int height) {

    private static final Color PAPER = new Color(0xfffdf7);
    private static final Color INK = new Color(0x2b2118);
    private static final Color ACCENT = new Color(0xb3372b);

    /** A picture of one clear pixel, for where there is nothing to show. */
    static final byte[] NOTHING = png(new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB));

    private static final int LEAST_FONT = 9;

    static OfferImage of(Offer offer, int width, int height) {
        return new OfferImage(offer.getTitle(), offer.getCallToAction(), width, height);
    }

    /** The picture as PNG. */
    byte[] draw() {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
            graphics.setColor(PAPER);
            graphics.fillRect(0, 0, width, height);
            graphics.setColor(ACCENT);
            graphics.setStroke(new BasicStroke(2));
            graphics.draw(new RoundRectangle2D.Float(1, 1, width - 3F, height - 3F, 12, 12));
            write(graphics);
        } finally {
            graphics.dispose();
        }
        return png(image);
    }

    /** In the largest letters with which it fits. */
    private void write(Graphics2D graphics) {
        float margin = height / 10F;
        for (int size = height / 3; size >= LEAST_FONT; size--) {
            List<TextLayout> lines = lines(title, Font.BOLD, size, width - 2 * margin, graphics.getFontRenderContext());
            int titleLines = lines.size();
            lines.addAll(
                    lines(callToAction, Font.PLAIN, size * 2 / 3, width - 2 * margin, graphics.getFontRenderContext()));
            float tall = 0;
            for (TextLayout line : lines) {
                tall += line.getAscent() + line.getDescent() + line.getLeading();
            }
            if (tall <= height - 2 * margin || size == LEAST_FONT) {
                float y = Math.max(margin, (height - tall) / 2);
                for (int i = 0; i < lines.size(); i++) {
                    TextLayout line = lines.get(i);
                    graphics.setColor(i < titleLines ? INK : ACCENT);
                    y += line.getAscent();
                    line.draw(graphics, x(line, margin), y);
                    y += line.getDescent() + line.getLeading();
                }
                return;
            }
        }
    }

    private float x(TextLayout line, float margin) {
        return line.isLeftToRight() ? margin : width - margin - line.getAdvance();
    }

    private static List<TextLayout> lines(String text, int style, int size, float wide, FontRenderContext context) {
        List<TextLayout> lines = new ArrayList<>();
        if (text.isBlank()) {
            return lines;
        }
        boolean fromLeft = new Bidi(text, Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT).baseIsLeftToRight();
        AttributedString styled = new AttributedString(text);
        styled.addAttribute(TextAttribute.FONT, new Font(Font.SANS_SERIF, style, size));
        styled.addAttribute(
                TextAttribute.RUN_DIRECTION,
                fromLeft ? TextAttribute.RUN_DIRECTION_LTR : TextAttribute.RUN_DIRECTION_RTL);
        AttributedCharacterIterator letters = styled.getIterator();
        LineBreakMeasurer breaks = new LineBreakMeasurer(letters, context);
        while (breaks.getPosition() < letters.getEndIndex()) {
            lines.add(breaks.nextLayout(wide));
        }
        return lines;
    }

    private static byte[] png(BufferedImage image) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}

package io.makolet.example.site;

import io.makolet.v1.Offer;
import java.util.Locale;

/** The page: one offer above the products. */
final class Page {

    private Page() {}

    /** @param decision of the node that chose the offer; empty where it is the shop's own */
    static String of(Visitor visitor, Offer offer, String decision) {
        StringBuilder products = new StringBuilder();
        for (Product product : Product.ALL) {
            products.append("""
                        <article><h3>%s</h3><p>£%s</p>
                          <form method="post" action="/basket?lang=%s">
                            <input type="hidden" name="product" value="%s"><input type="hidden" name="offer" value="%s">
                            <button>Add to basket</button>
                          </form></article>
                    """.formatted(
                            text(product.name()),
                            String.format(Locale.ROOT, "%.2f", product.price()),
                            visitor.language(),
                            text(product.id()),
                            text(offer.getId())));
        }
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>The corner grocery of gifts</title></head>
                <body>
                  <h1>The corner grocery of gifts</h1>
                  <section lang="%s" dir="%s" data-offer="%s" data-decision="%s"><h2>%s</h2><p>%s</p></section>
                  <main>
                %s  </main>
                </body>
                </html>
                """.formatted(
                        decision.isEmpty() ? "en" : visitor.language(),
                        decision.isEmpty() ? "ltr" : visitor.direction(),
                        text(offer.getId()),
                        text(decision),
                        text(offer.getTitle()),
                        text(offer.getText()),
                        products);
    }

    /** As text of a page: offers come from definitions, and are no markup. */
    private static String text(String plain) {
        return plain.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}

package io.makolet.example.site;

import java.util.List;

/** What the shop sells. */
record Product(String id, String category, double price, String name) {

    static final List<Product> ALL = List.of(
            new Product("VG-101", "vintage-gifts", 12.75, "Three-tier cake stand with roses"),
            new Product("VG-102", "vintage-gifts", 6.95, "Floral teacup and saucer, set of two"),
            new Product("VG-103", "vintage-gifts", 3.75, "Red retro alarm clock"));
}

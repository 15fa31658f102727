package io.makolet.serving.catalog;

/** The catalog as it is now, and the products. Thread safe. */
public final class CurrentCatalog {

    private final Products products = new Products();
    private volatile Catalog definitions = Catalog.EMPTY;

    /** The live definitions now. */
    public Catalog definitions() {
        return definitions;
    }

    /** Shows other definitions from now on. */
    public void setDefinitions(Catalog definitions) {
        this.definitions = definitions;
    }

    /** The products, always as they are now. */
    public Products products() {
        return products;
    }
}

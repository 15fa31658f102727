package io.makolet.definitions;

/**
 * A text of definitions.
 *
 * @param name what people know it by, such as the path of a file
 * @param text YAML, one or several documents
 */
public record SourceFile(String name, String text) {}

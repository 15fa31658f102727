package io.makolet.local.replay.mapping;

/** How the rows of a file are written. Either may be compressed with gzip. */
public sealed interface RowFormat {

    /** Values between delimiters, quoted as in RFC 4180; the first line names the columns. */
    record Csv(char delimiter) implements RowFormat {}

    /** One JSON object per line; its members are the columns, a member of a member is {@code outer.inner}. */
    record NdJson() implements RowFormat {}
}

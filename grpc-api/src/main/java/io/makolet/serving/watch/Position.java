package io.makolet.serving.watch;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Where a watch goes on: the next offset of each partition of the topic, by partition. As text: {@code 1:17,0,4}. */
final class Position {

    private static final String VERSION = "1:";
    private static final Pattern TEXT = Pattern.compile("1:\\d{1,18}(,\\d{1,18}){0,9999}");

    private final long[] next;

    Position(long[] next) {
        this.next = next.clone();
    }

    /**
     * The position in a text.
     *
     * @throws IllegalArgumentException if it isn't one
     */
    static Position parse(String text) {
        if (!TEXT.matcher(text).matches()) {
            throw new IllegalArgumentException("expected the position of an earlier answer, 'earliest', or nothing");
        }
        return new Position(Arrays.stream(text.substring(VERSION.length()).split(",", -1))
                .mapToLong(Long::parseLong)
                .toArray());
    }

    int partitions() {
        return next.length;
    }

    long next(int partition) {
        return next[partition];
    }

    /** Everything before an offset of a partition was seen. */
    void advance(int partition, long offset) {
        next[partition] = offset;
    }

    @Override
    public String toString() {
        return VERSION + Arrays.stream(next).mapToObj(Long::toString).collect(Collectors.joining(","));
    }
}

package io.makolet.domain.customer;

import io.makolet.domain.segment.Store;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A store whose values stay packed until somebody asks for them, so that an event costs what it touches, however much is
 * kept. In order of id.
 */
final class Cells<T> implements Store<T> {

    private static final byte[] NO_BYTES = {};

    private final Function<Unpacker, T> read;
    private final BiConsumer<Packer, T> write;
    private byte[] packed = NO_BYTES;
    private long[] ids = new long[4];
    private int[] from = new int[4];
    private int[] length = new int[4];
    private @Nullable Object[] values = new Object[4];
    private int size;

    Cells(Function<Unpacker, T> read, BiConsumer<Packer, T> write) {
        this.read = read;
        this.write = write;
    }

    @Override
    public @Nullable T get(long id) {
        int at = Arrays.binarySearch(ids, 0, size, id);
        if (at < 0) {
            return null;
        }
        @SuppressWarnings("unchecked")
        T value = (T) values[at];
        if (value == null) {
            value = unpack(at);
            values[at] = value;
        }
        return value;
    }

    private T unpack(int at) {
        try {
            Unpacker in = new Unpacker(packed, from[at], from[at] + length[at]);
            T value = read.apply(in);
            if (in.atEnd()) {
                return value;
            }
            throw new IllegalArgumentException("it goes on behind its end");
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("what is kept under " + ids[at] + " is damaged: " + e.getMessage(), e);
        }
    }

    @Override
    public void put(long id, T value) {
        int slot = slot(id);
        values[slot] = value;
    }

    @Override
    public void remove(long id) {
        removeAt(Arrays.binarySearch(ids, 0, size, id));
    }

    private void removeAt(int at) {
        if (at >= 0) {
            size--;
            System.arraycopy(ids, at + 1, ids, at, size - at);
            System.arraycopy(from, at + 1, from, at, size - at);
            System.arraycopy(length, at + 1, length, at, size - at);
            System.arraycopy(values, at + 1, values, at, size - at);
            values[size] = null;
        }
    }

    @Override
    public void forEachId(LongConsumer consumer) {
        for (int i = 0; i < size; i++) {
            consumer.accept(ids[i]);
        }
    }

    void retain(LongPredicate wanted) {
        for (int i = size - 1; i >= 0; i--) {
            if (!wanted.test(ids[i])) {
                removeAt(i);
            }
        }
    }

    private int slot(long id) {
        int at = size > 0 && ids[size - 1] < id ? -size - 1 : Arrays.binarySearch(ids, 0, size, id);
        if (at >= 0) {
            return at;
        }
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, size * 2);
            from = Arrays.copyOf(from, size * 2);
            length = Arrays.copyOf(length, size * 2);
            values = Arrays.copyOf(values, size * 2);
        }
        int slot = -at - 1;
        System.arraycopy(ids, slot, ids, slot + 1, size - slot);
        System.arraycopy(from, slot, from, slot + 1, size - slot);
        System.arraycopy(length, slot, length, slot + 1, size - slot);
        System.arraycopy(values, slot, values, slot + 1, size - slot);
        ids[slot] = id;
        values[slot] = null;
        size++;
        return slot;
    }

    void store(Packer out) {
        out.unsigned(size);
        Packer one = new Packer();
        for (int i = 0; i < size; i++) {
            out.fixed(ids[i]);
            @SuppressWarnings("unchecked")
            T value = (T) values[i];
            if (value == null) {
                out.unsigned(length[i]);
                out.bytes(packed, from[i], length[i]);
            } else {
                one.clear();
                write.accept(one, value);
                out.unsigned(one.size());
                out.bytes(one);
            }
        }
    }

    void restore(Unpacker in) {
        packed = in.bytes();
        for (int n = in.count(); n > 0; n--) {
            int slot = slot(in.fixed());
            length[slot] = in.count();
            from[slot] = in.position();
            in.skip(length[slot]);
        }
    }
}

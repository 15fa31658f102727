package io.makolet.serving.store;

import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** The store can't do what was asked of it. */
public final class StoreException extends RuntimeException {

    /** What can be done about it. */
    public enum Kind {
        /** The disk is full, or can't keep up: try again later. */
        BUSY,
        /** What is stored is damaged: build it again. */
        DAMAGED,
        /** Neither. */
        OTHER
    }

    private final Kind kind;

    StoreException(String message, RocksDBException cause) {
        super(message + ": " + cause.getMessage(), cause);
        this.kind = kindOf(cause.getStatus(), String.valueOf(cause.getMessage()));
    }

    StoreException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** What can be done about it. */
    public Kind kind() {
        return kind;
    }

    private static Kind kindOf(@Nullable Status status, String message) {
        if (status == null) {
            return Kind.OTHER;
        }
        return switch (status.getCode()) {
            // A write that would have had to wait for the disk.
            case Incomplete, Busy, TryAgain -> Kind.BUSY;
            case Corruption -> Kind.DAMAGED;
            case IOError -> {
                if (status.getSubCode() == Status.SubCode.NoSpace) {
                    yield Kind.BUSY;
                }
                yield message.contains("No such file") ? Kind.DAMAGED : Kind.OTHER;
            }
            default -> Kind.OTHER;
        };
    }
}

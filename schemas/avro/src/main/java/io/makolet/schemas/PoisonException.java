package io.makolet.schemas;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A record that can never be used, however often it is read. It belongs into the dead letters.
 *
 * <p>The message names the offending value and what was expected. There is no stack trace: where the record came from
 * matters, and a topic full of them must stay cheap.
 */
public final class PoisonException extends Exception {

    /** Why a record can't be used. */
    public enum Reason {
        /** The record has no key, so no customer. */
        MISSING_KEY,
        /** The value is not a zero byte, a schema id and a payload. */
        NOT_WIRE_FORMAT,
        /** The registry has no schema with the id. */
        UNKNOWN_SCHEMA,
        /** The payload is not what its schema says, or the schema can't be read as ours. */
        UNDECODABLE,
        /** A value is out of its range. */
        INVALID_VALUE,
        /** A record or alternative this version doesn't know. */
        UNSUPPORTED;

        private final String code = name().toLowerCase(Locale.ROOT);

        /** As dead letters write it. */
        public String code() {
            return code;
        }
    }

    private final Reason reason;
    private final @Nullable Integer schemaId;

    public PoisonException(Reason reason, String message, @Nullable Integer schemaId) {
        this(reason, message, schemaId, null);
    }

    PoisonException(Reason reason, String message, @Nullable Integer schemaId, @Nullable Throwable cause) {
        super(message, cause, false, false);
        this.reason = reason;
        this.schemaId = schemaId;
    }

    /** A value out of its range, in a record that could be decoded. */
    static PoisonException invalid(String message) {
        return new PoisonException(Reason.INVALID_VALUE, message, null);
    }

    /** An alternative this version doesn't know, in a record that could be decoded. */
    static PoisonException unsupported(String message) {
        return new PoisonException(Reason.UNSUPPORTED, message, null);
    }

    public Reason reason() {
        return reason;
    }

    /** Schema id the record named; null where it named none, or where the payload was decoded and is at fault. */
    public @Nullable Integer schemaId() {
        return schemaId;
    }
}

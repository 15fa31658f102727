package io.makolet.flink;

import java.io.Serializable;

/** Traffic that is made up, the same each time it is opened. */
public interface Traffic extends Serializable {

    /** The events of one reading, in order of time. */
    interface Feed {
        /** The next event. */
        Sent next();
    }

    /**
     * An event as it lies in the clickstream's topic.
     *
     * @param customerId key of the record
     * @param time when it happened, milliseconds UTC
     * @param value its bytes, under the schema ids of {@link io.makolet.schemas.BuiltInRegistry}
     */
    @SuppressWarnings("ArrayRecordComponent") // on its way from one array to the next
    record Sent(String customerId, long time, byte[] value) {}

    /** From the beginning. */
    Feed open();
}

package io.makolet.flink;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.jspecify.annotations.Nullable;

/** Tells Flink that a type has a serializer of its own, so that it never falls back to a generic one. */
final class PackedType<T> extends TypeInformation<T> {

    /** Records of the log. */
    static final PackedType<LogRecord> LOG_RECORD = new PackedType<>(LogRecord.class, LogRecordSerializer.INSTANCE);

    /** Records to be written to a topic. */
    static final PackedType<TopicRecord> TOPIC_RECORD =
            new PackedType<>(TopicRecord.class, TopicRecordSerializer.INSTANCE);

    private final Class<T> type;
    private final TypeSerializer<T> serializer;

    private PackedType(Class<T> type, TypeSerializer<T> serializer) {
        this.type = type;
        this.serializer = serializer;
    }

    @Override
    public TypeSerializer<T> createSerializer(SerializerConfig config) {
        return serializer;
    }

    @Override
    public Class<T> getTypeClass() {
        return type;
    }

    @Override
    public boolean isBasicType() {
        return false;
    }

    @Override
    public boolean isTupleType() {
        return false;
    }

    @Override
    public boolean isKeyType() {
        return false;
    }

    @Override
    public int getArity() {
        return 1;
    }

    @Override
    public int getTotalFields() {
        return 1;
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof PackedType;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PackedType<?> packed && packed.type == type;
    }

    @Override
    public int hashCode() {
        return type.hashCode();
    }

    @Override
    public String toString() {
        return type.getSimpleName();
    }
}

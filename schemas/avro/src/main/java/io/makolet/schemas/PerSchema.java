package io.makolet.schemas;

import io.makolet.schemas.PoisonException.Reason;
import org.apache.avro.Schema;

/**
 * What is worked out once for each schema that values were written with: something to use, or why such values are poison.
 *
 * <p>Not thread safe.
 */
final class PerSchema<V> {

    /** How it is worked out. */
    interface Work<V> {
        V of(int id, Schema writer) throws PoisonException;
    }

    private final SchemaRegistry registry;
    private final Work<V> work;
    private final IntMap<V> results = new IntMap<>();
    private final IntMap<PoisonException> refusals = new IntMap<>();

    PerSchema(SchemaRegistry registry, Work<V> work) {
        this.registry = registry;
        this.work = work;
    }

    /**
     * The result for a schema id.
     *
     * @throws PoisonException if there is none; an id the registry doesn't know is asked for again each time
     * @throws RegistryUnavailableException if the schema isn't known yet and the registry gave no usable answer
     */
    V get(int id) throws PoisonException {
        V known = results.get(id);
        return known != null ? known : compute(id);
    }

    private V compute(int id) throws PoisonException {
        PoisonException refusal = refusals.get(id);
        if (refusal != null) {
            throw refusal;
        }
        Schema writer = writerSchema(id);
        try {
            V result = work.of(id, writer);
            results.put(id, result);
            return result;
        } catch (PoisonException e) {
            refusals.put(id, e);
            throw e;
        }
    }

    private Schema writerSchema(int id) throws PoisonException {
        try {
            return registry.schemaOf(id);
        } catch (UnknownSchemaException e) {
            throw new PoisonException(Reason.UNKNOWN_SCHEMA, String.valueOf(e.getMessage()), id, e);
        }
    }
}

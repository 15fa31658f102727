package io.makolet.schemas;

import org.apache.avro.Schema;

/** Where the ids in records are looked up. Nothing is ever registered through it. */
public interface SchemaRegistry {

    /**
     * Id of a schema that is registered under a subject.
     *
     * @throws UnknownSchemaException if the registry has no such schema under the subject
     * @throws RegistryUnavailableException if the registry gave no usable answer: try again later
     */
    int idOf(String subject, Schema schema);

    /**
     * The schema with an id.
     *
     * @throws UnknownSchemaException if the registry has no Avro schema with this id
     * @throws RegistryUnavailableException if the registry gave no usable answer: try again later
     */
    Schema schemaOf(int id);
}

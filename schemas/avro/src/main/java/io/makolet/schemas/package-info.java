/** Records on Kafka topics: topics, schemas, the Confluent wire format, and one mapper to the domain per record. */
@NullMarked
package io.makolet.schemas;

import org.jspecify.annotations.NullMarked;

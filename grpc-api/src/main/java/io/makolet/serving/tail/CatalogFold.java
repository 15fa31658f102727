package io.makolet.serving.tail;

import io.makolet.avro.Backfill;
import io.makolet.avro.Product;
import io.makolet.domain.definition.Definition;
import io.makolet.schemas.BackfillMapping;
import io.makolet.schemas.DefinitionMapping;
import io.makolet.schemas.PoisonException;
import io.makolet.schemas.PoisonException.Reason;
import io.makolet.schemas.RecordReader;
import io.makolet.schemas.Topic;
import io.makolet.serving.catalog.Catalog;
import io.makolet.serving.catalog.CurrentCatalog;
import io.makolet.serving.catalog.KnownSince;
import io.makolet.serving.catalog.Products;
import io.makolet.serving.store.StoreBatch;
import io.makolet.serving.store.ViewStore;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Definitions and products in memory. They are read from the beginning of their topics each time, and kept in the store as
 * they are, so that there is something to start with while the broker is dead.
 */
final class CatalogFold {

    private static final Logger LOG = LoggerFactory.getLogger(CatalogFold.class);

    /** Offset of what the store kept. */
    private static final long KEPT = -1;

    private final RecordReader reader;
    private final CurrentCatalog catalog;
    private final Map<String, Definition> definitions = new HashMap<>();

    /** By key, the offset since which a definition asks for what it does; missing for one that was kept in the store. */
    private final Map<String, Long> since = new HashMap<>();

    private final Map<String, KnownSince.Told> backfills = new HashMap<>();

    /** Keys that the pass over a topic has come across so far. */
    private final Map<Topic, Set<String>> seen = new EnumMap<>(Topic.class);

    private boolean changed;

    CatalogFold(RecordReader reader, CurrentCatalog catalog) {
        this.reader = reader;
        this.catalog = catalog;
    }

    /** Takes what the store kept. */
    void load(ViewStore store) {
        for (Topic topic : Set.of(Topic.DEFINITIONS, Topic.PRODUCTS)) {
            store.forEachCopy(topic.topicName(), (key, value) -> {
                try {
                    put(topic, new String(key, StandardCharsets.UTF_8), value, KEPT);
                } catch (PoisonException | RuntimeException e) {
                    LOG.warn("A kept record of {} can't be used until it is read again: {}", topic, e.toString());
                }
            });
        }
        publish();
    }

    /** A pass over the topics begins. */
    void begin() {
        seen.put(Topic.DEFINITIONS, new HashSet<>());
        seen.put(Topic.PRODUCTS, new HashSet<>());
    }

    /**
     * Applies one record.
     *
     * @throws PoisonException if it can't be used; what was there before it stays
     */
    void apply(Topic topic, ConsumerRecord<byte[], byte[]> record, StoreBatch batch) throws PoisonException {
        if (record.key() == null) {
            throw new PoisonException(Reason.MISSING_KEY, "record of " + topic.topicName() + " without a key", null);
        }
        String key = new String(record.key(), StandardCharsets.UTF_8);
        seen.computeIfPresent(topic, (t, keys) -> {
            keys.add(key);
            return keys;
        });
        if (record.value() == null) {
            remove(topic, key);
        } else {
            put(topic, key, record.value(), record.offset());
        }
        batch.setCopy(topic.topicName(), record.key(), record.value());
    }

    /** A pass came to the end of the topics: what the store kept and the pass did not come across is gone. */
    void end(ViewStore store, StoreBatch batch) {
        seen.forEach((topic, keys) -> store.forEachCopy(topic.topicName(), (bytes, value) -> {
            String key = new String(bytes, StandardCharsets.UTF_8);
            if (!keys.contains(key)) {
                remove(topic, key);
                batch.setCopy(topic.topicName(), bytes, null);
            }
        }));
        seen.clear();
    }

    /** Forgets everything: it was of another log. */
    void clear() {
        definitions.clear();
        since.clear();
        backfills.clear();
        catalog.products().clear();
        changed = true;
    }

    /** Shows callers what has changed. */
    void publish() {
        if (changed) {
            catalog.setDefinitions(Catalog.of(definitions.values(), since, backfills.values()));
            changed = false;
        }
    }

    private void put(Topic topic, String key, byte[] value, long offset) throws PoisonException {
        SpecificRecord record = reader.read(value);
        if (topic == Topic.DEFINITIONS && record instanceof io.makolet.avro.Definition found) {
            Definition definition = DefinitionMapping.toDomain(found);
            Catalog.check(definition);
            Definition before = definitions.put(key, definition);
            boolean same = before != null
                    && before.status() == definition.status()
                    && before.body().equals(definition.body());
            // How long one that was kept has asked for what it does is not known.
            if (offset != KEPT && !(same && since.containsKey(key))) {
                since.put(key, offset);
            }
            changed = true;
        } else if (topic == Topic.PRODUCTS && record instanceof Product product) {
            catalog.products().put(key, new Products.Links(product.getImageUrl(), product.getUrl()));
        } else if (topic == Topic.DEFINITIONS && record instanceof Backfill backfill) {
            long at = offset == KEPT ? Long.MIN_VALUE : offset;
            backfills.put(key, new KnownSince.Told(BackfillMapping.toDomain(backfill), at));
            changed = true;
        } else {
            throw new PoisonException(
                    Reason.UNSUPPORTED,
                    "record " + record.getSchema().getFullName() + " in " + topic.topicName(),
                    null);
        }
    }

    private void remove(Topic topic, String key) {
        if (topic == Topic.DEFINITIONS) {
            changed |= definitions.remove(key) != null;
            changed |= backfills.remove(key) != null;
            since.remove(key);
        } else {
            catalog.products().remove(key);
        }
    }
}

package io.makolet.schemas;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a schema registry is reached. It can travel to where it is used; {@link ConfluentRegistry} can't.
 *
 * @param url base address of the registry's Confluent API; several are separated by commas
 * @param properties settings of Confluent's client, such as {@code basic.auth.user.info}
 * @param cacheDirectory directory that keeps what was looked up, or null for none. It belongs to the one registry: ids
 *     of another mean something else.
 */
public record RegistryConfig(
        String url,
        HashMap<String, String> properties,
        @Nullable String cacheDirectory) implements Serializable {

    /** A registry without a cache on disk. */
    public static RegistryConfig of(String url) {
        return new RegistryConfig(url, new HashMap<>(), null);
    }

    /** The same registry with a cache on disk. */
    public RegistryConfig withCache(Path directory) {
        return new RegistryConfig(url, properties, directory.toString());
    }

    /** The same registry with settings of Confluent's client. */
    public RegistryConfig withProperties(Map<String, String> newProperties) {
        return new RegistryConfig(url, new HashMap<>(newProperties), cacheDirectory);
    }
}

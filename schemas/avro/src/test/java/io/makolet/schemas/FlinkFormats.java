package io.makolet.schemas;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/**
 * Flink's own serialization schemas for Confluent's format, in a class loader of their own, because the jar they come in
 * carries half a class path.
 */
final class FlinkFormats implements AutoCloseable {

    private static final Path JARS = Path.of("target", "flink-formats");
    private static final String PACKAGE = "org.apache.flink.formats.avro.registry.confluent.ConfluentRegistryAvro";
    private static final String SCHEMA = "org.apache.flink.avro.shaded.org.apache.avro.Schema";

    private final URLClassLoader loader;
    private final String registryUrl;

    FlinkFormats(String registryUrl) throws IOException {
        this.registryUrl = registryUrl;
        List<URL> urls = new ArrayList<>();
        try (Stream<Path> jars = Files.list(JARS)) {
            for (Path jar : jars.toList()) {
                urls.add(jar.toUri().toURL());
            }
        }
        loader = new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    /** Decodes and encodes generic records of one subject. */
    record Format(Object reader, Method deserialize, Object writer, Method serialize) {

        /** The bytes that Flink writes of what it read. */
        byte[] rewrite(byte[] value) throws ReflectiveOperationException {
            return (byte[]) serialize.invoke(writer, deserialize.invoke(reader, (Object) value));
        }
    }

    /** Strings are read as Java's, so that maps of both keep the same order. */
    Format format(String subject, Schema schema) throws ReflectiveOperationException {
        Class<?> schemaType = loader.loadClass(SCHEMA);
        Class<?> readerType = loader.loadClass(PACKAGE + "DeserializationSchema");
        Class<?> writerType = loader.loadClass(PACKAGE + "SerializationSchema");
        Object reader = readerType
                .getMethod("forGeneric", schemaType, String.class)
                .invoke(null, parse(schema.toString()), registryUrl);
        Object writer = writerType
                .getMethod("forGeneric", String.class, schemaType, String.class)
                .invoke(null, subject, parse(SchemaText.of(schema)), registryUrl);
        return new Format(
                reader,
                readerType.getMethod("deserialize", byte[].class),
                writer,
                writerType.getMethod("serialize", Object.class));
    }

    private Object parse(String schema) throws ReflectiveOperationException {
        Object parser = loader.loadClass(SCHEMA + "$Parser").getConstructor().newInstance();
        return parser.getClass().getMethod("parse", String.class).invoke(parser, schema);
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}

package io.makolet.schemas.registry;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the one Apicurio that all of them share; each uses subjects of its own, or registers what all do. */
public final class RealRegistry implements ParameterResolver, BeforeAllCallback {

    /** Where the build unpacks Apicurio. */
    public static final Path INSTALLATION = Path.of("target", "apicurio");

    private static final Namespace NAMESPACE = Namespace.create(RealRegistry.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        shared(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ApicurioProcess.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return shared(context);
    }

    /** A port nobody listens on at the moment. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static ApicurioProcess shared(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(ApicurioProcess.class, key -> start(), ApicurioProcess.class);
    }

    private static ApicurioProcess start() {
        try {
            Path data = Files.createTempDirectory(Files.createDirectories(Path.of("target", "tmp")), "registry");
            return ApicurioProcess.start(INSTALLATION, data, data.resolve("registry.log"), freePort());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

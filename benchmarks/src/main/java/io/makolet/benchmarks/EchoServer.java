package io.makolet.benchmarks;

import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The floor under every gRPC server in Java: bytes in, the same bytes out each time, on the threads of the network. */
public final class EchoServer {

    /** What is called. */
    public static final String METHOD = "makolet.bench.Echo/Echo";

    private EchoServer() {}

    /** Serves until the process ends. Arguments: the port, and how many bytes an answer has. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Server server = start(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
        server.awaitTermination();
    }

    static Server start(int port, int bytes) throws IOException {
        byte[] answer = new byte[bytes];
        MethodDescriptor<byte[], byte[]> echo = MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(METHOD)
                .setRequestMarshaller(new Bytes())
                .setResponseMarshaller(new Bytes())
                .build();
        return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .directExecutor()
                .addService(ServerServiceDefinition.builder(MethodDescriptor.extractFullServiceName(METHOD))
                        .addMethod(echo, ServerCalls.asyncUnaryCall((request, observer) -> {
                            observer.onNext(answer);
                            observer.onCompleted();
                        }))
                        .build())
                .build()
                .start();
    }
}

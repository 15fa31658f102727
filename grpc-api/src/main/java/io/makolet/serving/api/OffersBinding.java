package io.makolet.serving.api;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.BindableService;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.makolet.v1.PersonalizationGrpc;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The service as it is bound to a transport that writes an answer before the next one is made, as Netty's does: offers are
 * answered from bytes to bytes. All else goes on to the service itself.
 */
public final class OffersBinding implements BindableService {

    private final PersonalizationService service;

    public OffersBinding(PersonalizationService service) {
        this.service = service;
    }

    @Override
    public ServerServiceDefinition bindService() {
        MethodDescriptor<OffersQuestion, OffersBytes> get = PersonalizationGrpc.getGetOffersMethod().toBuilder(
                        new Questions(), new Answers())
                .build();
        MethodDescriptor<byte[], OffersBytes> stream = PersonalizationGrpc.getStreamOffersMethod().toBuilder(
                        new Bytes(), new Answers())
                .build();
        ServerServiceDefinition generated = service.bindService();
        ServiceDescriptor.Builder descriptor = ServiceDescriptor.newBuilder(PersonalizationGrpc.SERVICE_NAME)
                .setSchemaDescriptor(generated.getServiceDescriptor().getSchemaDescriptor())
                .addMethod(get)
                .addMethod(stream);
        for (ServerMethodDefinition<?, ?> method : generated.getMethods()) {
            if (!isOurs(method)) {
                descriptor.addMethod(method.getMethodDescriptor());
            }
        }
        ServerServiceDefinition.Builder bound = ServerServiceDefinition.builder(descriptor.build())
                .addMethod(get, ServerCalls.asyncUnaryCall((question, observer) -> {
                    observer.onNext(service.offers().answer(question));
                    observer.onCompleted();
                }))
                .addMethod(
                        stream,
                        ServerCalls.asyncBidiStreamingCall(observer -> OffersStream.begin(
                                service.offers(), (ServerCallStreamObserver<OffersBytes>) observer, observer::onNext)));
        for (ServerMethodDefinition<?, ?> method : generated.getMethods()) {
            if (!isOurs(method)) {
                bound.addMethod(method);
            }
        }
        return bound.build();
    }

    private static boolean isOurs(ServerMethodDefinition<?, ?> method) {
        MethodDescriptor<?, ?> descriptor = method.getMethodDescriptor();
        return descriptor == PersonalizationGrpc.getGetOffersMethod()
                || descriptor == PersonalizationGrpc.getStreamOffersMethod();
    }

    private static byte[] bytes(InputStream stream) {
        try {
            if (stream instanceof KnownLength) {
                return stream.readNBytes(stream.available());
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw Status.INTERNAL
                    .withDescription("the request can't be read: " + e.getMessage())
                    .withCause(e)
                    .asRuntimeException();
        }
    }

    private static final class Bytes implements Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            return bytes(stream);
        }
    }

    private static final class Questions implements Marshaller<OffersQuestion> {
        @Override
        public InputStream stream(OffersQuestion value) {
            throw new UnsupportedOperationException("questions are read only");
        }

        @Override
        public OffersQuestion parse(InputStream stream) {
            byte[] bytes = bytes(stream);
            OffersQuestion question = new OffersQuestion();
            try {
                question.read(bytes, 0, bytes.length);
            } catch (InvalidProtocolBufferException e) {
                throw Reason.MALFORMED_REQUEST.error("the request is no GetOffersRequest: " + e.getMessage());
            }
            return question;
        }
    }

    private static final class Answers implements Marshaller<OffersBytes> {
        @Override
        public InputStream stream(OffersBytes value) {
            return value;
        }

        @Override
        public OffersBytes parse(InputStream stream) {
            throw new UnsupportedOperationException("answers are written only");
        }
    }
}

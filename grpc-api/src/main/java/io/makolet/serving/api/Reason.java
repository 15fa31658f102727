package io.makolet.serving.api;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Map;

/**
 * Why a request failed, for programs: the reasons of {@link ErrorInfo} in the domain {@value #DOMAIN}, the same over gRPC
 * and HTTP. A reason keeps its name and its code; messages are for people and may change.
 */
public enum Reason {
    /** A field of the request is wrong, whenever it is sent; which one is in {@link BadRequest}. */
    INVALID_FIELD(Code.INVALID_ARGUMENT, 400),
    /** The request isn't of the kind that is expected, such as no JSON. */
    MALFORMED_REQUEST(Code.INVALID_ARGUMENT, 400),
    /** There is nothing at this address. */
    NO_SUCH_PATH(Code.NOT_FOUND, 404),
    /** No live segment has the id in the metadata {@code segment}. */
    NO_SUCH_SEGMENT(Code.NOT_FOUND, 404),
    /** A token that no key of this node has made, or that was changed. */
    INVALID_TOKEN(Code.NOT_FOUND, 404),
    /** A token whose time is over; gone for good. */
    EXPIRED_TOKEN(Code.FAILED_PRECONDITION, 410),
    /** What came behind the position is no longer kept: begin elsewhere. */
    POSITION_NOT_KEPT(Code.OUT_OF_RANGE, 400),
    /** The node has not read the log yet: ask another, or later. */
    NOT_READY(Code.UNAVAILABLE, 503),
    /** The stream job, which has the answer, gave none in time. */
    JOB_SILENT(Code.UNAVAILABLE, 503),
    /** Too many questions wait for the stream job: ask again later. */
    TOO_MANY_QUESTIONS(Code.UNAVAILABLE, 503),
    /** The log takes nothing now: send again later, with the same ids. */
    LOG_UNAVAILABLE(Code.UNAVAILABLE, 503),
    /** Too much waits here already: send again later. */
    TOO_MANY_WAITING(Code.RESOURCE_EXHAUSTED, 429),
    /** More is asked than this node can answer: ask another one, or later. */
    OVERLOADED(Code.UNAVAILABLE, 503),
    /** The request has more bytes than are taken at once. */
    TOO_LARGE(Code.RESOURCE_EXHAUSTED, 413),
    /** The caller's deadline passed before the work began. */
    DEADLINE_PASSED(Code.DEADLINE_EXCEEDED, 504),
    /** The caller gave up. */
    GIVEN_UP(Code.CANCELLED, 499),
    /** We failed; the log of the process has the rest under the id in the metadata {@code id}. */
    INTERNAL(Code.INTERNAL, 500);

    /** The domain of all reasons. */
    public static final String DOMAIN = "makolet.io";

    private final Code code;
    private final int http;

    Reason(Code code, int http) {
        this.code = code;
        this.http = http;
    }

    /** The reason that a status states; of one that comes from a library, the nearest. */
    public static Reason of(Status status) {
        for (Any detail : status.getDetailsList()) {
            if (detail.is(ErrorInfo.class)) {
                String stated = stated(detail);
                for (Reason reason : values()) {
                    if (reason.name().equals(stated)) {
                        return reason;
                    }
                }
            }
        }
        Code code = Code.forNumber(status.getCode());
        return switch (code == null ? Code.INTERNAL : code) {
            case INVALID_ARGUMENT -> MALFORMED_REQUEST;
            case NOT_FOUND, UNIMPLEMENTED -> NO_SUCH_PATH;
            case DEADLINE_EXCEEDED -> DEADLINE_PASSED;
            case CANCELLED -> GIVEN_UP;
            case RESOURCE_EXHAUSTED -> TOO_LARGE;
            default -> INTERNAL;
        };
    }

    /** The HTTP status it is told by. */
    public int http() {
        return http;
    }

    /** The failure for a caller. */
    public StatusRuntimeException error(String message) {
        return error(message, Map.of());
    }

    /** The failure for a caller, with details for programs. */
    public StatusRuntimeException error(String message, Map<String, String> metadata) {
        return StatusProto.toStatusRuntimeException(status(message, metadata).build());
    }

    /** The failure of {@link #INVALID_FIELD}: the field as in the .proto file; its value and what was expected. */
    public static Status invalid(String field, String message) {
        BadRequest details = BadRequest.newBuilder()
                .addFieldViolations(BadRequest.FieldViolation.newBuilder()
                        .setField(field)
                        .setDescription(message)
                        .setReason(INVALID_FIELD.name()))
                .build();
        Status.Builder status = INVALID_FIELD.status(field + " " + message, Map.of("field", field));
        return status.addDetails(0, Any.pack(details)).build();
    }

    private static String stated(Any detail) {
        try {
            return detail.unpack(ErrorInfo.class).getReason();
        } catch (InvalidProtocolBufferException e) {
            return "";
        }
    }

    private Status.Builder status(String message, Map<String, String> metadata) {
        return Status.newBuilder()
                .setCode(code.getNumber())
                .setMessage(message)
                .addDetails(Any.pack(ErrorInfo.newBuilder()
                        .setReason(name())
                        .setDomain(DOMAIN)
                        .putAllMetadata(metadata)
                        .build()));
    }
}

package io.makolet.serving.api;

/** A request that can't be answered, whenever it is made. */
public final class InvalidRequestException extends RuntimeException {

    private final String field;

    /**
     * @param field of the request, as in the .proto file
     * @param message the offending value and what was expected
     */
    public InvalidRequestException(String field, String message) {
        super(message, null, false, false);
        this.field = field;
    }

    /** The field that is wrong. */
    public String field() {
        return field;
    }
}

package io.makolet.serving.api;

/** This node can't answer yet. */
final class NotReadyException extends RuntimeException {

    NotReadyException(String reason) {
        super("not ready: " + reason, null, false, false);
    }
}

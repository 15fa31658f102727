package io.makolet.serving;

import java.io.IOException;

/** The port that a setting names can't be listened at. */
public final class PortTakenException extends IOException {

    private final int port;

    PortTakenException(String what, int port, Setting setting, Throwable cause) {
        super(
                "port " + port + " for " + what + " is taken by another process, expected a free one: set "
                        + setting.key() + " (" + setting.variable() + ") to another, or to 0 for any that is free",
                cause);
        this.port = port;
    }

    /** The port that is taken. */
    public int port() {
        return port;
    }
}

package io.makolet.serving;

import java.io.IOException;

/** Opens ports, and says which setting is at fault where one is taken. */
final class Listening {

    /** Opens a port. */
    interface Opening<T> {
        T open() throws IOException;
    }

    private Listening() {}

    static <T> T at(int port, String what, Setting setting, Opening<T> opening) throws IOException {
        try {
            return opening.open();
        } catch (IOException e) {
            throw isInUse(e) ? new PortTakenException(what, port, setting, e) : e;
        }
    }

    /** The JDK and Netty throw exceptions of their own, with the words of the system. */
    private static boolean isInUse(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains("in use")) {
                return true;
            }
        }
        return false;
    }
}

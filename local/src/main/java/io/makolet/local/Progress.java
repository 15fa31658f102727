package io.makolet.local;

import java.time.Duration;

/** Hears what becomes of the parts of a system. Called from several threads. */
public interface Progress {

    /** Hears nothing. */
    Progress SILENT = new Progress() {
        @Override
        public void ready(String part, String address, Duration sinceStart) {}

        @Override
        public void stopped(String part) {}

        @Override
        public void notice(String part, String message) {}
    };

    /** A part answers at this address. */
    void ready(String part, String address, Duration sinceStart);

    /** A part was stopped because the system stops. */
    void stopped(String part);

    /** Something about a part that people should know, in one line. */
    void notice(String part, String message);
}

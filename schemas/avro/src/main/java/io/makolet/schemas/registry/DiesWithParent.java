package io.makolet.schemas.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runs another main class, and ends the process when standard input ends. Standard input is a pipe from the parent, so
 * that happens the moment the parent is gone, whatever killed it.
 *
 * <p>It refers to nothing but the JDK, so that it can be started outside of our class path.
 */
public final class DiesWithParent {

    private static final long GRACE_SECONDS = 5;
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private DiesWithParent() {}

    /** The first argument names the main class, the others are for it. */
    public static void main(String[] args) throws ReflectiveOperationException {
        daemon("parent-watch", () -> {
            awaitEnd(System.in);
            daemon("last-resort", DiesWithParent::haltAfterGrace);
            System.exit(0);
        });
        Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object)
                Arrays.copyOfRange(args, 1, args.length));
    }

    private static void awaitEnd(InputStream input) {
        try {
            input.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // A broken pipe is the end as well.
        }
    }

    private static void haltAfterGrace() {
        try {
            NEVER.await(GRACE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            // Then now.
        }
        Runtime.getRuntime().halt(1);
    }

    private static void daemon(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
    }
}

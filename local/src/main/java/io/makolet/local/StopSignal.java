package io.makolet.local;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, a polite kill, and the end of the terminal.
 *
 * <p>Shutdown hooks would not do: all of them run at once, and the stream engine's own delete its working files while
 * its job is still being stopped.
 */
final class StopSignal {

    private static final int ENDED_BY_INTERRUPT = 130;

    private final CountDownLatch stop = new CountDownLatch(1);
    private final Runnable first;

    private StopSignal(Runnable first) {
        this.first = first;
    }

    /** From now on, the first signal runs {@code first} and ends {@link #await}, the second ends the process. */
    static StopSignal install(Runnable first) throws ReflectiveOperationException {
        StopSignal signal = new StopSignal(first);
        // By reflection: javac warns of these classes in a way that cannot be silenced, and there is no other way.
        Class<?> type = Class.forName("sun.misc.Signal");
        Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
        InvocationHandler raised = (proxy, method, arguments) -> {
            if (method.getName().equals("handle")) {
                signal.raise();
                return null;
            }
            return method.getName().equals("hashCode") ? System.identityHashCode(proxy) : proxy == arguments[0];
        };
        Object handler =
                Proxy.newProxyInstance(StopSignal.class.getClassLoader(), new Class<?>[] {handlerType}, raised);
        for (String name : List.of("INT", "TERM", "HUP")) {
            type.getMethod("handle", type, handlerType)
                    .invoke(null, type.getConstructor(String.class).newInstance(name), handler);
        }
        return signal;
    }

    private void raise() {
        if (stop.getCount() == 0) {
            Runtime.getRuntime().halt(ENDED_BY_INTERRUPT);
        }
        stop.countDown();
        first.run();
    }

    boolean raised() {
        return stop.getCount() == 0;
    }

    /** Waits; true if a signal was raised. */
    boolean within(Duration time) throws InterruptedException {
        return stop.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    void await() throws InterruptedException {
        stop.await();
    }
}

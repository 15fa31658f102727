package io.makolet.benchmarks;

import io.makolet.benchmarks.DeadlineBenchmark.Job;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Consumer;

/** Very many customers who each do something that brings them into one segment. */
final class Crowd {

    private final SiteTraffic site;
    private final Job job;
    private final String group;
    private final int size;
    private final Consumer<String> out;

    /** What must hold while they come in; throws if it does not. */
    interface Check {
        void check();
    }

    /** @param out takes lines for people */
    Crowd(SiteTraffic site, Job job, String group, int size, Consumer<String> out) {
        this.site = site;
        this.job = job;
        this.group = group;
        this.size = size;
        this.out = out;
    }

    /** Id of one of them, from 0. */
    String member(long number) {
        return site.customer(group, number);
    }

    /** Each does something at an instant, milliseconds UTC; returns when all are in. */
    void enter(String type, long at, Check check) throws IOException, InterruptedException {
        int tenth = Math.max(1, size / 10);
        for (long member = 0; member < size; member++) {
            site.act(group, member, type, at);
            if (member % tenth == tenth - 1) {
                out.accept(String.format(Locale.ROOT, "sent %,d of %,d, %,d are in", member + 1, size, in()));
            }
        }
        site.flush();
        long told = 0;
        for (long in = in(); in < size; in = in()) {
            check.check();
            Pace.pause(0.5);
            if (in - told >= tenth) {
                told = in;
                out.accept(String.format(Locale.ROOT, "%,d of %,d are in", in, size));
            }
        }
    }

    private long in() throws IOException, InterruptedException {
        return job.counts().transitions();
    }
}

package io.makolet.flink;

import java.io.Serializable;
import java.util.List;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** What goes wrong in a job, one thing in each attempt to run it; once all have, it runs on. */
record Failures(List<Failure> planned) implements Serializable {

    /** When an operator throws. */
    enum Moment {
        RECORD,
        BEFORE_BARRIER,
        IN_SNAPSHOT,
        CHECKPOINT_COMPLETE
    }

    /** Something goes wrong at a place when the moment has come so many times in the attempt. */
    record Failure(String place, Moment moment, int times) implements Serializable {}

    Failures(Failure... planned) {
        this(List.of(planned));
    }

    /** How often the job has to be started again for all to go wrong. */
    int count() {
        return planned.size();
    }

    /** An operator that hands everything on, until something is to go wrong at its place. */
    <T> OneInputStreamOperator<T, T> at(String place) {
        return new Failing<>(place, planned);
    }

    private static final class Failing<T> extends AbstractStreamOperator<T> implements OneInputStreamOperator<T, T> {
        private final String place;
        private final List<Failure> planned;
        private int times;

        Failing(String place, List<Failure> planned) {
            this.place = place;
            this.planned = List.copyOf(planned);
        }

        @Override
        public void processElement(StreamRecord<T> element) {
            passed(Moment.RECORD);
            output.collect(element);
        }

        @Override
        public void prepareSnapshotPreBarrier(long checkpointId) {
            passed(Moment.BEFORE_BARRIER);
        }

        @Override
        public void snapshotState(org.apache.flink.runtime.state.StateSnapshotContext context) throws Exception {
            super.snapshotState(context);
            passed(Moment.IN_SNAPSHOT);
        }

        @Override
        public void notifyCheckpointComplete(long checkpointId) throws Exception {
            super.notifyCheckpointComplete(checkpointId);
            passed(Moment.CHECKPOINT_COMPLETE);
        }

        private void passed(Moment moment) {
            int attempt = getRuntimeContext().getTaskInfo().getAttemptNumber();
            if (attempt >= planned.size()) {
                return;
            }
            Failure failure = planned.get(attempt);
            boolean here = failure.place().equals(place)
                    && getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0;
            if (here && failure.moment() == moment && ++times == failure.times()) {
                throw new IllegalStateException("planned: " + failure);
            }
        }
    }
}

package io.makolet.flink;

import java.util.function.Predicate;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/** Where a key lies among those of a task: Flink goes through them in the order of their groups. */
final class KeyShare {

    private KeyShare() {}

    /** Is a key among those of a task? */
    static Predicate<String> of(TaskInfo task) {
        int maxParallelism = task.getMaxNumberOfParallelSubtasks();
        KeyGroupRange range = KeyGroupRangeAssignment.computeKeyGroupRangeForOperatorIndex(
                maxParallelism, task.getNumberOfParallelSubtasks(), task.getIndexOfThisSubtask());
        return key -> range.contains(KeyGroupRangeAssignment.assignToKeyGroup(key, maxParallelism));
    }

    /** Which share of the task's key groups comes before that of a key, from 0 to 1. */
    static double of(String key, int maxParallelism, int parallelism, int subtask) {
        KeyGroupRange range =
                KeyGroupRangeAssignment.computeKeyGroupRangeForOperatorIndex(maxParallelism, parallelism, subtask);
        int group = KeyGroupRangeAssignment.assignToKeyGroup(key, maxParallelism);
        return Math.max(0, group - range.getStartKeyGroup()) / (double) range.getNumberOfKeyGroups();
    }
}

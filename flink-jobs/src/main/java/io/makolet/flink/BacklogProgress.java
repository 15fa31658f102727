package io.makolet.flink;

import io.makolet.schemas.Topic;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.kafka.common.TopicPartition;

/**
 * Says once that everything that lay in the topic at the start has been emitted. Until then it holds the watermark at
 * nothing; from then on the topic has no say in it.
 */
final class BacklogProgress implements LogReader.Progress {

    private final Topic topic;
    private final Map<TopicPartition, Long> backlog = new HashMap<>();
    private boolean told;

    BacklogProgress(Topic topic) {
        this.topic = topic;
    }

    @Override
    public void tell(LogClock clock, EndPoller.Answer answer, ReaderOutput<LogRecord> output) {
        if (told) {
            return;
        }
        answer.ends().forEach(backlog::putIfAbsent);
        if (!backlog.isEmpty() && clock.passed(backlog)) {
            long last = backlog.values().stream().mapToLong(end -> end).max().orElse(0) - 1;
            output.collect(LogRecord.endOfBacklog(topic, last, answer.wallTime()), answer.wallTime());
            output.markIdle();
            told = true;
        }
    }
}

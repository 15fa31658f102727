package io.makolet.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.makolet.avro.Command;
import io.makolet.domain.customer.CustomerState;
import io.makolet.domain.definition.Definition;
import io.makolet.domain.explain.Explainer;
import io.makolet.domain.segment.SegmentPlan;
import io.makolet.schemas.ExplanationMapping;
import io.makolet.schemas.RecordReader;
import io.makolet.schemas.RecordWriter;
import io.makolet.schemas.Topic;
import io.makolet.serving.catalog.Definitions;
import io.makolet.v1.ExplainRequest;
import io.makolet.v1.Explanation;
import io.makolet.v1.Truth;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What callers are told when they ask why, over a real broker; the test answers where the job would. */
class ExplainTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Definition LOYAL = Definitions.segment("loyal", 0, null);

    @TempDir
    private Path directory = Path.of("");

    private EmbeddedBroker broker;
    private TestLog log;
    private TestNode node;

    @BeforeEach
    void start() throws Exception {
        broker = new EmbeddedBroker(directory.resolve("kafka"));
        log = new TestLog(broker.bootstrapServers());
        log.publish(LOYAL);
        log.completeThrough(1, Views.AS_OF);
        // A node is ready that has read nothing to its end.
        log.flush();
        node = TestNode.start(broker.bootstrapServers(), log.registry(), directory.resolve("node"));
        await().atMost(PATIENCE).until(node.server()::ready);
    }

    @AfterEach
    void stop() {
        node.close();
        log.close();
        broker.close();
    }

    @Test
    void givesTheAnswerOfTheJob() throws Exception {
        ListenableFuture<Explanation> asked =
                node.future().withDeadlineAfter(60, TimeUnit.SECONDS).explain(request("dana", "loyal", "he"));
        answerOne();

        Explanation answer = asked.get(60, TimeUnit.SECONDS);
        assertThat(answer.getCustomerId()).isEqualTo("dana");
        assertThat(answer.getKnown()).isFalse();
        assertThat(answer.getLanguage()).isEqualTo("he");
        assertThat(answer.getSegment().getValue()).isEqualTo(Truth.FALSE);
        assertThat(answer.getSegment().getWhen().getKind()).isEqualTo("aggregate");
        assertThat(answer.getChange().getSteps(0).getHappens().getTimes()).isEqualTo(1);
    }

    @Test
    void isUnavailableInTimeWhereNobodyAnswers() {
        assertStatus(Status.Code.UNAVAILABLE, "did not answer within", request("dana", "loyal", "en"));
        assertThat(node.customer("dana").getKnown()).isFalse();
    }

    @Test
    void doesNotKnowOtherSegmentsAndRefusesWhatCanBeNone() {
        assertStatus(Status.Code.NOT_FOUND, "segment 'disloyal', expected", request("dana", "disloyal", "en"));
        assertStatus(Status.Code.INVALID_ARGUMENT, "segment_id is '1 %'", request("dana", "1 %", "en"));
        assertStatus(Status.Code.INVALID_ARGUMENT, "segment_id is ''", request("dana", "", "en"));
        assertStatus(Status.Code.INVALID_ARGUMENT, "customer_id", request("", "loyal", "en"));
    }

    @Test
    void isUnavailableWithoutABrokerAndHurtsNoOtherCall() {
        broker.stop();
        List<ListenableFuture<Explanation>> asked = IntStream.range(0, 100)
                .mapToObj(i -> node.future().explain(request("dana", "loyal", "en")))
                .toList();
        long began = System.nanoTime();
        assertThat(node.customer("dana").getKnown()).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        asked.forEach(answer -> assertThatThrownBy(() -> answer.get(60, TimeUnit.SECONDS))
                .rootCause()
                .satisfies(
                        e -> assertThat(((StatusRuntimeException) e).getStatus().getCode())
                                .isEqualTo(Status.Code.UNAVAILABLE)));
        broker.start();
    }

    private void assertStatus(Status.Code code, String words, ExplainRequest request) {
        // Without a deadline of its own, so that it hears of the node's however busy the machine is.
        assertThatThrownBy(() -> node.future().explain(request).get(60, TimeUnit.SECONDS))
                .rootCause()
                .isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
                    assertThat(e.getStatus().getCode()).isEqualTo(code);
                    assertThat(e.getStatus().getDescription()).contains(words);
                });
    }

    private static ExplainRequest request(String customer, String segment, String language) {
        return ExplainRequest.newBuilder()
                .setCustomerId(customer)
                .setSegmentId(segment)
                .addLanguages(language)
                .build();
    }

    /** Waits for a command, and answers it as the job would somebody of whom nothing is known. */
    private void answerOne() throws Exception {
        ConsumerRecord<byte[], byte[]> question = nextCommand();
        Command command = (Command) new RecordReader(log.registry()).read(question.value());
        assertThat(command.getType()).isEqualTo("explain");
        String customer = new String(question.key(), StandardCharsets.UTF_8);
        Explainer explainer = new Explainer(SegmentPlan.compile(List.of(LOYAL)));
        var explanation = explainer
                .explain(customer, (CustomerState) null, argument(command, "segment"), Views.AS_OF)
                .orElseThrow();
        byte[] answer = RecordWriter.of(log.registry(), Topic.EXPLANATIONS, io.makolet.avro.Explanation.class)
                .write(ExplanationMapping.toAvro(argument(command, "request_id"), explanation));
        log.send(Topic.EXPLANATIONS, customer, answer);
    }

    private static String argument(Command command, String name) {
        return Objects.requireNonNull(command.getArguments().get(name));
    }

    private ConsumerRecord<byte[], byte[]> nextCommand() {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, Topic.COMMANDS.partitions())
                    .mapToObj(partition -> new TopicPartition(Topic.COMMANDS.topicName(), partition))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    return record;
                }
            }
        }
        throw new AssertionError("no command within " + PATIENCE);
    }
}

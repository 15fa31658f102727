package io.makolet.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.makolet.avro.ConditionNode;
import io.makolet.avro.DefinitionKind;
import io.makolet.avro.EventMatchNode;
import io.makolet.avro.ExpressionNode;
import io.makolet.avro.MeasureNode;
import io.makolet.avro.SegmentBody;
import io.makolet.avro.SiteNode;
import io.makolet.domain.definition.Definition;
import io.makolet.schemas.PoisonException.Reason;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DefinitionMappingTest {

    private static final long SEED = 23;

    @Test
    void carriesTheVersionsBefore() throws PoisonException {
        RandomDefinitions random = new RandomDefinitions(5);
        List<Definition> earlier = List.of(random.definition(), random.definition());
        Definition newest = random.definition();
        io.makolet.avro.Definition value = DefinitionMapping.toAvro(newest, earlier);
        assertThat(DefinitionMapping.toDomain(value)).isEqualTo(newest);
        assertThat(DefinitionMapping.earlier(value)).isEqualTo(earlier);
        assertThat(DefinitionMapping.earlier(DefinitionMapping.toAvro(newest))).isEmpty();
    }

    @Test
    void comesBackTheSameOverTheWire() throws PoisonException {
        BuiltInRegistry registry = new BuiltInRegistry();
        RecordReader reader = new RecordReader(registry);
        RecordWriter<io.makolet.avro.Definition> writer =
                RecordWriter.of(registry, Topic.DEFINITIONS, io.makolet.avro.Definition.class);
        RandomDefinitions definitions = new RandomDefinitions(SEED);
        for (int i = 0; i < 1_000; i++) {
            Definition definition = definitions.definition();

            byte[] value = writer.write(DefinitionMapping.toAvro(definition));
            Definition back = DefinitionMapping.toDomain((io.makolet.avro.Definition) reader.read(value));

            assertThat(back).as("seed %d, definition %d", SEED, i).isEqualTo(definition);
            assertThat(back.hashCode()).isEqualTo(definition.hashCode());
            assertThat(writer.write(DefinitionMapping.toAvro(back))).isEqualTo(value);
        }
    }

    @Test
    void namesWhatThisVersionDoesNotKnow() {
        assertThat(refused(Reason.UNSUPPORTED, condition("horoscope").build()))
                .hasMessage(
                        "SEGMENT 's1': condition 'horoscope', expected all, any, at_least, not, in, cel, aggregate,"
                                + " measure, ratio, recency, age, replenish, gap, top, sequence, anniversary, season, sample, near, nearest or listed");
        assertThat(refused(
                        Reason.UNSUPPORTED,
                        condition("cel")
                                .setText("x")
                                .setExpression(ExpressionNode.newBuilder()
                                        .setOp("matches")
                                        .build())
                                .build()))
                .hasMessageStartingWith("SEGMENT 's1': expression 'matches', expected one of the operators");
        assertThat(refused(Reason.UNSUPPORTED, aggregate().setFunction("median").build()))
                .hasMessageStartingWith("SEGMENT 's1': function 'median', expected count, sum, avg");
        assertThat(refused(Reason.UNSUPPORTED, measure("fortnight").build()))
                .hasMessage("SEGMENT 's1': window 'fortnight', expected lifetime, sliding, calendar or last");
        assertThat(refused(
                        Reason.UNSUPPORTED,
                        compared(
                                        "measure",
                                        measured("calendar").setPeriod("decade").build())
                                .build()))
                .hasMessage("SEGMENT 's1': period 'decade', expected day, week, month, quarter or year");
        assertThat(refused(
                        Reason.UNSUPPORTED,
                        compared("age", measured("lifetime").build()).build()))
                .hasMessage("SEGMENT 's1': age of the event 'count', expected first or last");
        assertThat(refused(Reason.UNSUPPORTED, aggregate().setComparison("like").build()))
                .hasMessageStartingWith("SEGMENT 's1': comparison 'like'");
    }

    @Test
    void namesWhatIsMissingOrOutOfRange() {
        assertThat(refused(Reason.INVALID_VALUE, condition("in").build()))
                .hasMessage("SEGMENT 's1': nothing in 'segment_id', expected a value");
        assertThat(refused(Reason.INVALID_VALUE, condition("not").build()))
                .hasMessage("SEGMENT 's1': 'not' of 0 conditions, expected one");
        assertThat(refused(Reason.INVALID_VALUE, aggregate().setThreshold(null).build()))
                .hasMessage("SEGMENT 's1': nothing in 'threshold', expected a value");
        assertThat(refused(Reason.INVALID_VALUE, aggregate().setWindowMillis(0L).build()))
                .hasMessageStartingWith("SEGMENT 's1': window_millis 0, expected a positive length");
        assertThat(refused(
                        Reason.INVALID_VALUE, aggregate().setWindowMillis(-1L).build()))
                .hasMessageStartingWith("SEGMENT 's1': window_millis -1, expected a positive length");
        assertThat(refused(
                        Reason.INVALID_VALUE,
                        aggregate().setEventTypes(List.of()).build()))
                .hasMessage("SEGMENT 's1': no event type, expected at least one");
        assertThat(refused(Reason.INVALID_VALUE, measure("last").build()))
                .hasMessage("SEGMENT 's1': nothing in 'size', expected a value");
        assertThat(refused(
                        Reason.INVALID_VALUE,
                        compared("measure", measured("last").setSize(257L).build())
                                .build()))
                .hasMessage("SEGMENT 's1': last 257 events, expected 1 to 256");
        assertThat(refused(
                        Reason.INVALID_VALUE,
                        compared("ratio", measured("lifetime").build()).build()))
                .hasMessage("SEGMENT 's1': 'ratio' of 1 measures, expected 2");
        assertThat(refused(Reason.INVALID_VALUE, condition("at_least").build()))
                .hasMessage("SEGMENT 's1': nothing in 'at_least', expected a value");
        assertThat(refused(
                        Reason.INVALID_VALUE,
                        condition("at_least").setAtLeast(1).build()))
                .hasMessage("SEGMENT 's1': at least 1 of 0 conditions, expected 1 to 0");
        assertThat(refused(Reason.INVALID_VALUE, condition("sequence").build()))
                .hasMessage("SEGMENT 's1': sequence of 0 steps, expected 2 to 16");
        assertThat(refused(
                        Reason.INVALID_VALUE,
                        condition("sequence").setOverMillis(-1L).build()))
                .hasMessageStartingWith("SEGMENT 's1': over_millis -1, expected a positive length");
        assertThat(refused(
                        Reason.INVALID_VALUE,
                        condition("season")
                                .setText("t")
                                .setDayEdges(List.of(5, 3))
                                .setKnownFrom(1)
                                .setKnownUntil(9)
                                .build()))
                .hasMessage("SEGMENT 's1': season of the days [5, 3] from 1 until 9, expected pairs of ascending days"
                        + " from the one until the other");
        assertThat(refused(
                        Reason.INVALID_VALUE,
                        condition("sample").setSalt("t").setHundredths(0).build()))
                .hasMessage("SEGMENT 's1': sample of 0 hundredths of a percent, expected 1 to 10000");
        assertThat(refused(
                        Reason.INVALID_VALUE,
                        condition("near").setProfileField("p").setMetres(5).build()))
                .hasMessage("SEGMENT 's1': 'near' of 0 sites, expected one");
        assertThat(refused(
                        Reason.INVALID_VALUE,
                        condition("nearest")
                                .setProfileField("p")
                                .setSites(List.of(new SiteNode("a", 91.0, 0.0)))
                                .setMetres(5)
                                .build()))
                .hasMessage(
                        "SEGMENT 's1': site a at 91.0, 0.0, expected a latitude of -90 to 90 and a longitude of -180 to"
                                + " 180");
        assertThat(refused(
                        Reason.INVALID_VALUE,
                        condition("nearest")
                                .setProfileField("p")
                                .setSiteIds(List.of("b"))
                                .setMetres(5)
                                .build()))
                .hasMessage("SEGMENT 's1': nearest in [b] of [], expected some of different sites");
        assertThat(refused(
                        Reason.INVALID_VALUE,
                        condition("anniversary").setProfileField("d").build()))
                .hasMessage("SEGMENT 's1': nothing in 'from_days', expected a value");
        assertThat(refused(
                        Reason.INVALID_VALUE,
                        condition("anniversary")
                                .setProfileField("d")
                                .setFromDays(2)
                                .setToDays(2)
                                .build()))
                .hasMessage(
                        "SEGMENT 's1': anniversary from 2 to 2 days, expected -364 to 364, the first the lesser by at"
                                + " most 364");
        assertThat(refused(
                        Reason.INVALID_VALUE,
                        condition("cel")
                                .setText("x")
                                .setExpression(
                                        ExpressionNode.newBuilder().setOp("eq").build())
                                .build()))
                .hasMessage("SEGMENT 's1': 'eq' of 0 operands, expected 2");
        assertThat(refused(
                        Reason.INVALID_VALUE,
                        condition("cel")
                                .setText("x")
                                .setExpression(ExpressionNode.newBuilder()
                                        .setOp("literal")
                                        .setLongValue(1L)
                                        .setTextValue("1")
                                        .build())
                                .build()))
                .hasMessage("SEGMENT 's1': literal of 2 values, expected one");
    }

    @Test
    void namesAKindWithoutItsBody() {
        io.makolet.avro.Definition definition = segment(condition("all").build());
        definition.setKind(DefinitionKind.OFFER);

        PoisonException poison =
                catchThrowableOfType(PoisonException.class, () -> DefinitionMapping.toDomain(definition));

        assertThat(poison).hasMessage("OFFER 's1': nothing in 'offer', expected a value");
    }

    private static ConditionNode.Builder measure(String window) {
        return compared("measure", measured(window).build());
    }

    private static ConditionNode.Builder compared(String op, MeasureNode measure) {
        return condition(op).setMeasures(List.of(measure)).setComparison("ge").setThreshold(3_000_000L);
    }

    private static MeasureNode.Builder measured(String window) {
        return MeasureNode.newBuilder()
                .setFunction("count")
                .setWindow(window)
                .setMatch(EventMatchNode.newBuilder()
                        .setEventTypes(List.of("purchase"))
                        .build());
    }

    private static ConditionNode.Builder condition(String op) {
        return ConditionNode.newBuilder().setOp(op);
    }

    private static ConditionNode.Builder aggregate() {
        return condition("aggregate")
                .setEventTypes(List.of("purchase"))
                .setFunction("count")
                .setComparison("ge")
                .setThreshold(3_000_000L);
    }

    private static io.makolet.avro.Definition segment(ConditionNode when) {
        return io.makolet.avro.Definition.newBuilder()
                .setId("s1")
                .setKind(DefinitionKind.SEGMENT)
                .setVersion(1)
                .setIndex(0)
                .setPublishedAt(Instant.EPOCH)
                .setSegment(new SegmentBody(null, when))
                .build();
    }

    private static PoisonException refused(Reason reason, ConditionNode when) {
        PoisonException poison =
                catchThrowableOfType(PoisonException.class, () -> DefinitionMapping.toDomain(segment(when)));
        assertThat(poison).as("%s", when).isNotNull();
        assertThat(poison.reason()).as("%s", when).isEqualTo(reason);
        return poison;
    }
}

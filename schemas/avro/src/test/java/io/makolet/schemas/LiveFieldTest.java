package io.makolet.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.definition.Definition.Status;
import io.makolet.domain.event.EventSchema;
import io.makolet.domain.event.FieldType;
import io.makolet.domain.expr.Expr;
import io.makolet.domain.segment.Comparison;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Condition.AggregateSpec;
import io.makolet.domain.segment.Condition.EventMatch;
import io.makolet.domain.segment.Condition.Measure;
import io.makolet.domain.segment.SegmentDefinition;
import io.makolet.domain.segment.Window;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LiveFieldTest {

    private static final Comparison SOME = new Comparison(Comparison.Op.GT, 0);
    private static final Expr CHANNEL = new Expr.Binary(
            Expr.Op.NE, new Expr.Field(Expr.Scope.EVENT, "channel"), new Expr.Field(Expr.Scope.PROFILE, "brand"));

    @Test
    void findsTheFieldsThatConditionsRead() {
        Condition when = new Condition.All(List.of(
                new Condition.Not(new Condition.Aggregate(
                        new Measure(spec("purchase", "amount", CHANNEL), Condition.Function.SUM), SOME)),
                new Condition.Any(List.of(new Condition.Recency(
                        spec("mail_click", null, new Expr.Has(Expr.Scope.EVENT, "link")), false, SOME)))));

        assertThat(LiveField.of(List.of(segment(Status.LIVE, when))))
                .containsExactlyInAnyOrder(
                        new LiveField(Topic.PURCHASES, "amount", FieldType.MONEY),
                        new LiveField(Topic.PURCHASES, "channel", FieldType.TEXT),
                        new LiveField(Topic.ENGAGEMENT, "link", FieldType.TEXT));
    }

    @Test
    void looksForAnEventTypeOfTheShopsOwnInEveryTopic() {
        Condition when = new Condition.Aggregate(
                new Measure(spec("store_visit", null, CHANNEL), Condition.Function.COUNT), SOME);

        assertThat(LiveField.of(List.of(segment(Status.WARMING, when))))
                .extracting(LiveField::topic)
                .containsExactlyInAnyOrder(Topic.CLICKSTREAM, Topic.ENGAGEMENT, Topic.PURCHASES);
    }

    @Test
    void asksNothingForRetiredDefinitions() {
        Condition when =
                new Condition.Aggregate(new Measure(spec("purchase", "amount", null), Condition.Function.SUM), SOME);

        assertThat(LiveField.of(List.of(segment(Status.RETIRED, when)))).isEmpty();
    }

    @Test
    void everyFieldOfTheVocabularyIsInTheSchemasOfThisBuild() {
        for (EventSchema events : EventSchema.ALL) {
            Topic topic = Topic.named("makolet." + events.name()).orElseThrow();
            for (EventSchema.Field field : events.fields()) {
                assertThat(LiveFieldCheck.problem(
                                new LiveField(topic, field.name(), field.type()),
                                topic.schema().orElseThrow()))
                        .as("%s of %s", field, events)
                        .isEmpty();
            }
        }
    }

    private static AggregateSpec spec(String type, @Nullable String of, @Nullable Expr where) {
        return new AggregateSpec(new EventMatch(List.of(type), where, null), of, Window.LIFETIME, null);
    }

    private static Definition segment(Status status, Condition when) {
        return new Definition(
                "s1", 1, 0, status, "", "", 0, "", new Definition.SegmentBody(new SegmentDefinition(null, when)));
    }
}

package io.makolet.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.makolet.domain.definition.Definition;
import io.makolet.domain.segment.Condition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Macros mean what their names say. Each case in {@code macros.txt} has a name after {@code ===}, a condition, and after
 * {@code >>>} a {@link History}.
 */
class MacrosTest {

    private static final String PROFILE = """
            kind: Profile
            id: told
            fields:
              country: {type: choice, values: [Israel, France, Italy]}
              family_status: {type: choice}
              sign_up_source: {type: choice}
              interests: {type: multi_choice}
              last_visit: {type: choice}
              stars: {type: rating}
              birthday: {type: date}
              wedding_day: {type: date}
            """;
    private static final Pattern PARAMETER = Pattern.compile("\\$([a-z_]+)");

    private record Case(String name, String when, String history) {
        Draft draft() {
            return MacrosTest.draft(when);
        }
    }

    @TestFactory
    Stream<DynamicTest> holdForWhomTheirNamesSay() throws IOException {
        return cases().stream()
                .map(c -> DynamicTest.dynamicTest(
                        c.name(),
                        () -> assertThat(new History(c.draft()).surprises(c.history()))
                                .isEmpty()));
    }

    @Test
    void wouldNotPassWithAnotherExpectation() throws Quantities.Malformed {
        assertThat(new History(draft("when: {dormant: {}}")).surprises("2026-01-01 purchase\n2026-01-02 in"))
                .containsExactly("2026-01-02 in, but it is out");
    }

    @Test
    void areAllTriedOnSomebodyWhoIsInAndOnSomebodyWhoIsNot() throws IOException {
        List<Case> cases = cases();
        for (String macro : Macros.names()) {
            String histories = String.join(
                    "\n",
                    cases.stream()
                            .filter(c -> c.when().contains(macro + ":"))
                            .map(Case::history)
                            .toList());
            assertThat(histories).as(macro).contains(" in\n").contains(" out\n");
        }
    }

    @Test
    void standForWhatTheirExpansionSays() throws IOException {
        for (Case c : cases()) {
            Draft draft = c.draft();
            assertThat(draft.expansions()).as(c.name()).hasSize(1);
            String when = draft.expansions().get(0).when();
            Draft again = draft("when:\n" + when.indent(2));
            assertThat(again.expansions()).as(when).isEmpty();
            assertThat(condition(again)).as(when).isEqualTo(condition(draft));
            assertThat(again.eventFields()).as(when).isEqualTo(draft.eventFields());
            assertThat(again.profileFields()).as(when).isEqualTo(draft.profileFields());
        }
    }

    @Test
    void haveNamesOfTheirOwn() {
        assertThat(Macros.names())
                .doesNotHaveDuplicates()
                .doesNotContainAnyElementsOf(Language.OVER_EVENTS_AND_PROFILE);
    }

    @Test
    void useAllTheirParametersAndNoOthers() {
        for (Macro macro : Macros.all()) {
            List<String> used = PARAMETER
                    .matcher(macro.when().toString())
                    .results()
                    .map(MatchResult::group)
                    .map(name -> name.substring(1))
                    .distinct()
                    .toList();
            assertThat(used).as(macro.name()).containsExactlyInAnyOrderElementsOf(macro.parameterNames());
        }
    }

    @Test
    void areInTheJsonSchemaWithTheirParameters() {
        for (Macro macro : Macros.all()) {
            JsonNode schema = JsonSchema.TEXT.at("/definitions/" + macro.name());
            assertThat(schema.path("description").asText()).isEqualTo(macro.title());
            assertThat(schema.path("additionalProperties").asBoolean(true)).isFalse();
            List<String> names = new ArrayList<>();
            schema.path("properties").fieldNames().forEachRemaining(names::add);
            assertThat(names).as(macro.name()).isEqualTo(macro.parameterNames());
            List<String> required = new ArrayList<>();
            schema.path("required").forEach(name -> required.add(name.asText()));
            for (MacroParameter parameter : macro.parameters()) {
                JsonNode property = schema.path("properties").path(parameter.name());
                assertThat(property.path("description").asText()).isEqualTo(parameter.description());
                assertThat(property.path("$ref").asText())
                        .as("%s of %s", parameter.name(), macro.name())
                        .isEqualTo("#/definitions/" + definition(parameter.type()));
                assertThat(required.contains(parameter.name())).isEqualTo(parameter.required());
                assertThat(property.path("default").toString().replace("\"", "").replace(",", ", "))
                        .isEqualTo(parameter.defaultText());
            }
        }
    }

    @Test
    void areInTheReferenceWithTheirParameters() throws IOException {
        List<String> page = Files.readAllLines(Path.of("language.md"));
        for (Macro macro : Macros.all()) {
            assertThat(page)
                    .as(macro.name())
                    .anySatisfy(line -> assertThat(line)
                            .startsWith("| `" + macro.name() + ": " + macro.signature() + "`")
                            .contains(macro.title()));
        }
    }

    private static String definition(ParameterType type) {
        return switch (type) {
            case EVENTS -> "eventTypes";
            case FIELD -> "fieldName";
            case TEXT -> "text";
            case TEXTS, COMPLEMENTS -> "texts";
            case SPAN -> "span";
            case WINDOW -> "window";
            case COUNT -> "count";
            case NUMBER -> "number";
            case SHARE -> "share";
            case COMPARISON -> "comparison";
        };
    }

    private static Condition condition(Draft draft) {
        return ((Definition.SegmentBody) draft.body()).segment().when();
    }

    private static Draft draft(String when) {
        Checked checked = DefinitionFiles.check(
                List.of(new SourceFile("profile.yaml", PROFILE), new SourceFile("shop.yaml", Shop.withHead(when))),
                Shop.FEED);
        assertThat(checked)
                .as(() -> checked instanceof Problems found ? found.render() : "")
                .isInstanceOf(Drafts.class);
        return ((Drafts) checked).drafts().get(1);
    }

    private static List<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        try (InputStream in = Objects.requireNonNull(MacrosTest.class.getResourceAsStream("/macros.txt"))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String part : text.split("(?m)^=== ", -1)) {
                if (!part.isBlank()) {
                    String[] sides = part.split("(?m)^>>>\n", 2);
                    String[] given = sides[0].split("\n", 2);
                    cases.add(new Case(given[0], given[1], sides[1]));
                }
            }
        }
        assertThat(cases).isNotEmpty();
        return cases;
    }
}

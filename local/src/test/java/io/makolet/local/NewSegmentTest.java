package io.makolet.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.definitions.NewSegment;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewSegmentTest {

    private static final List<String> HEAD = List.of("--id", "s", "--owner", "me", "--title", "S", "--purpose", "");

    @TempDir
    private Path folder = Path.of("");

    private record Answer(int exit, String out, String err) {}

    private Answer run(String input, String... options) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] words = new String[options.length + 3];
        words[0] = "new";
        words[1] = "segment";
        words[2] = folder.toString();
        System.arraycopy(options, 0, words, 3, options.length);
        int exit = Makolet.run(new StringReader(input), new PrintWriter(out, true), new PrintWriter(err, true), words);
        return new Answer(exit, out.toString().replace(System.lineSeparator(), "\n"), err.toString());
    }

    private Answer runWithHead(String input, String... options) {
        String[] words = new String[HEAD.size() + options.length];
        System.arraycopy(HEAD.toArray(new String[0]), 0, words, 0, HEAD.size());
        System.arraycopy(options, 0, words, HEAD.size(), options.length);
        return run(input, words);
    }

    private String written(String file) throws IOException {
        return Files.readString(folder.resolve(file));
    }

    @Test
    void writesWhatThePipeAnswers() throws IOException {
        Answer answer =
                run("sleepers\ncrm@shop.example\nSilent: 60 days\nmarketing\ndormant\n60d\npurchase, checkout\n\n");
        assertThat(answer.err()).isEmpty();
        assertThat(answer.exit()).isZero();
        assertThat(answer.out())
                .contains("   1  first_time_buyer     Bought just once, and lately.\n")
                .contains("for - Least time since the last order [90d]: ")
                .contains("dormant stands for\n  recency: {event: [purchase, checkout], is: '>= 60d'}\n");
        assertThat(written("sleepers.yaml")).isEqualTo("""
                kind: Segment
                id: sleepers
                owner: crm@shop.example
                title: 'Silent: 60 days'
                purpose: marketing
                when:
                  dormant: {for: 60d, event: [purchase, checkout]}
                """);
        assertThat(answer.out()).contains(written("sleepers.yaml"));
    }

    @Test
    void asksNothingThatOptionsSay() throws IOException {
        Files.createDirectory(folder.resolve("segments"));
        Files.writeString(folder.resolve("makolet-definition.schema.json"), "{}");
        Answer answer =
                runWithHead("", "--macro", "prefers_channel", "--set", "channel=app", "--set", "share=0.8", "--yes");
        assertThat(answer.err()).isEmpty();
        assertThat(answer.exit()).isZero();
        assertThat(written("segments/s.yaml"))
                .startsWith("# yaml-language-server: $schema=../makolet-definition.schema.json\nkind: Segment\n")
                .endsWith("when:\n  prefers_channel: {channel: app, share: 0.8}\n");
    }

    @Test
    void takesAnyConditionAndTheNumberOfAMacro() throws IOException {
        assertThat(runWithHead("{recency: {event: purchase, is: '< 1d'}}\nyes\n")
                        .exit())
                .isZero();
        assertThat(written("s.yaml")).endsWith("when: {recency: {event: purchase, is: '< 1d'}}\n");
        Answer second = run("", "--id", "t", "--owner", "me", "--title", "T", "--purpose", "", "--macro", "1", "--yes");
        assertThat(second.exit()).isZero();
        assertThat(written("t.yaml")).endsWith("when:\n  first_time_buyer: {}\n");
        assertThat(run("", "--id", "u", "--owner", "me", "--title", "T", "--purpose", "", "--when", "{in: s}", "--yes")
                        .exit())
                .isZero();
    }

    @Test
    void writesEveryMacroAsValidateTakesIt() throws IOException {
        Files.writeString(folder.resolve("profile.yaml"), """
                kind: Profile
                id: told
                fields:
                  country: {type: text}
                  family_status: {type: text}
                  sign_up_source: {type: text}
                  interests: {type: multi_choice}
                  answer: {type: text}
                  stars: {type: rating}
                  birthday: {type: date}
                """);
        Files.writeString(
                folder.resolve("products.csv"), "product_id,category,complements\nA,\"it's #1, they say\",B\nB,,\n");
        for (NewSegment.Choice choice : NewSegment.choices()) {
            StringBuilder input = new StringBuilder();
            for (NewSegment.Question question : choice.questions()) {
                if (question.required()) {
                    input.append(required(choice.name(), question.name())).append('\n');
                }
            }
            Answer answer = run(
                    input.toString(),
                    "--id",
                    choice.name(),
                    "--owner",
                    "me",
                    "--title",
                    "T",
                    "--purpose",
                    "",
                    "--macro",
                    choice.name(),
                    "--yes");
            assertThat(answer.err()).as(choice.name()).isEmpty();
            assertThat(answer.exit()).as(choice.name()).isZero();
        }
        StringWriter out = new StringWriter();
        int valid = Makolet.run(new PrintWriter(out), new PrintWriter(out), "validate", folder.toString());
        assertThat(valid).as(out.toString()).isZero();
    }

    private static String required(String macro, String parameter) {
        return switch (parameter) {
            case "without" -> "the other";
            case "after" -> "27d";
            case "until" -> "45d";
            case "is" -> "<= 2";
            case "calendar" -> "hebrew";
            case "day" -> "15 Nisan";
            case "field" -> macro.equals("rated") ? "stars" : "answer";
            default -> "it's #1, they say";
        };
    }

    @Test
    void asksAgainAfterAWrongAnswer() throws IOException {
        Answer answer = runWithHead("dormnt\ndormant\nsoon\n30d\n\nperhaps\ny\n");
        assertThat(answer.exit()).isZero();
        assertThat(answer.out())
                .contains("'dormnt', expected 1 to")
                .contains("`soon` is no span of time")
                .contains("'perhaps', expected yes or no");
        assertThat(written("s.yaml")).endsWith("when:\n  dormant: {for: 30d}\n");
    }

    @Test
    void neverOverwrites() throws IOException {
        Path file = Files.writeString(folder.resolve("s.yaml"), "mine");
        Answer answer = runWithHead("", "--macro", "dormant", "--yes");
        assertThat(answer.exit()).isEqualTo(2);
        assertThat(answer.err()).startsWith("makolet: " + file + " exists already, expected another --id");
        assertThat(file).hasContent("mine");
    }

    @Test
    void writesNothingWithoutAYes() {
        assertThat(runWithHead("no\n", "--when", "{recency: {event: purchase, is: '< 1d'}}"))
                .matches(answer -> answer.exit() == 0 && answer.out().endsWith("nothing written\n"));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void writesNothingThatValidateRefuses() {
        Answer answer = runWithHead("", "--when", "{in: nowhere}", "--yes");
        assertThat(answer.exit()).isEqualTo(2);
        assertThat(answer.err())
                .contains("s.yaml:5:12: no segment has the id `nowhere`")
                .contains("^");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void namesTheOptionOfAnAnswerThatIsMissingOrWrong() {
        assertThat(run("sleepers\n").err())
                .startsWith(
                        "makolet: --owner: no answer to \"Who answers for it, such as crm@shop.example\", expected a"
                                + " line or this option");
        assertThat(runWithHead("dormant\nsoon\n").err())
                .startsWith("makolet: --set for: `soon` is no span of time, expected one such as 90d");
        assertThat(runWithHead("", "--macro", "dormant", "--set", "for=soon").err())
                .startsWith("makolet: --set for: `soon` is no span of time");
        assertThat(runWithHead("", "--macro", "dormant", "--set", "since=90d").err())
                .startsWith("makolet: --set since: dormant has no such parameter, expected for, event");
        assertThat(runWithHead("", "--macro", "dormnt").err()).startsWith("makolet: --macro 'dormnt', expected one of");
        assertThat(run("no id\n").err()).startsWith("makolet: --id 'no id', expected up to 100 letters");
        assertThat(runWithHead("", "--macro", "dormant", "--when", "{in: a}").err())
                .startsWith("makolet: --when with --macro, expected one of them");
        assertThat(folder).isEmptyDirectory();
    }
}

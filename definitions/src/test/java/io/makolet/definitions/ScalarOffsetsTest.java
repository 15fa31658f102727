package io.makolet.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;

class ScalarOffsetsTest {

    private static final List<String> WORDS = List.of(
            "p.country", "==", "'GB'", "&&", "\"x\"", "שלום", "😀", "it''s", "\\d", "#", "\n", "\n\n", "  ", "\t", "é");

    @ParameterizedTest
    @EnumSource(
            value = ScalarStyle.class,
            names = {"PLAIN", "SINGLE_QUOTED", "DOUBLE_QUOTED", "LITERAL", "FOLDED"})
    void findsEveryVisibleCharacterOfWhatADumperWrites(ScalarStyle style) {
        for (int seed = 0; seed < 150; seed++) {
            Random random = new Random(seed);
            StringBuilder value = new StringBuilder("p");
            for (int i = random.nextInt(12); i > 0; i--) {
                value.append(random.nextInt(3) == 0 ? "" : " ").append(WORDS.get(random.nextInt(WORDS.size())));
            }
            DumperOptions options = new DumperOptions();
            options.setDefaultScalarStyle(style);
            options.setWidth(20 + random.nextInt(60));
            options.setAllowUnicode(random.nextBoolean());
            options.setIndent(2 + random.nextInt(4));
            String yaml = new Yaml(options).dump(List.of("first", List.of(value.toString()), "last"));
            findsAll(yaml, seed);
        }
    }

    @Test
    void findsTheEndOfAValue() {
        assertThat(endOf("- 'p.vip &&'\n")).isEqualTo(11);
        assertThat(endOf("- p.vip &&   # why\n")).isEqualTo(10);
        assertThat(endOf("- |\n  p.vip &&\n")).isEqualTo(14);
    }

    private static int endOf(String yaml) {
        SourceText source = new SourceText(new SourceFile("a", yaml));
        YamlNode.Scalar scalar = scalars(source).get(0);
        String trimmed = scalar.value().stripTrailing();
        return ScalarOffsets.of(source, scalar, trimmed.length());
    }

    private static void findsAll(String yaml, int seed) {
        SourceText source = new SourceText(new SourceFile("a", yaml));
        for (YamlNode.Scalar scalar : scalars(source)) {
            int[] value = scalar.value().codePoints().toArray();
            int previous = -1;
            for (int i = 0; i < value.length; i++) {
                if (Character.isWhitespace(value[i])) {
                    continue;
                }
                int offset = ScalarOffsets.of(source, scalar, i);
                int found = source.at(offset);
                assertThat(found == value[i] || (found == '\\' && scalar.style() == ScalarStyle.DOUBLE_QUOTED))
                        .as("seed %d, character %d of %s in%n%s", seed, i, scalar.value(), yaml)
                        .isTrue();
                assertThat(offset)
                        .as("seed %d, character %d in%n%s", seed, i, yaml)
                        .isGreaterThan(previous);
                previous = offset;
            }
        }
    }

    private static List<YamlNode.Scalar> scalars(SourceText source) {
        List<Problem> problems = new ArrayList<>();
        List<YamlNode.Scalar> scalars = new ArrayList<>();
        for (YamlDocuments.Document document :
                YamlDocuments.parse(source, new Report(source, problems)).documents()) {
            collect(document.root(), scalars);
        }
        assertThat(problems).isEmpty();
        return scalars;
    }

    private static void collect(YamlNode node, List<YamlNode.Scalar> into) {
        if (node instanceof YamlNode.Scalar scalar) {
            into.add(scalar);
        } else if (node instanceof YamlNode.Sequence list) {
            list.items().forEach(item -> collect(item, into));
        }
    }
}

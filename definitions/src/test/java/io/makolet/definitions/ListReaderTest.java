package io.makolet.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.domain.definition.Definition.SegmentBody;
import io.makolet.domain.segment.Condition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListReaderTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void readsAnIdFromEachLineOfAFileBesideIt() throws IOException {
        Files.createDirectory(folder.resolve("lists"));
        write(
                "lists/friends.txt",
                "\uFEFF# who we know\r\n bob \r\nדנה\r\n\r\nann\nbob\n".getBytes(StandardCharsets.UTF_8));
        Drafts drafts = (Drafts) segment("lists/friends.txt");
        assertThat(drafts.drafts())
                .singleElement()
                .satisfies(draft -> assertThat(
                                ((SegmentBody) draft.body()).segment().when())
                        .isEqualTo(new Condition.Listed("lists/friends.txt", List.of("ann", "bob", "דנה"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gone.txt | no file `gone.txt` beside this one",
                "../up.txt | list `../up.txt`, expected a file beside this one or below",
                "/etc/passwd | list `/etc/passwd`, expected a file beside this one or below",
                "'' | expected a file with an id in each line, beside this one, such as influencers.txt",
                "empty.txt | list `empty.txt` has 0 ids, expected 1 to 50000",
                "latin.txt | list `latin.txt` is not UTF-8, expected it to be",
                "long.txt | list `long.txt`, line 2: an id of more than 512 bytes, expected one id in each line",
                "large.txt | list `large.txt` has more than 512 KiB, which is the most; whoever is in it may be marked in the profile instead",
                "many.txt | list `many.txt` has 50001 ids, expected 1 to 50000; whoever is in it may be marked in the profile instead"
            })
    void saysWhatIsWrong(String name, String problem) throws IOException {
        write("empty.txt", "# nobody\n".getBytes(StandardCharsets.UTF_8));
        write("latin.txt", new byte[] {'a', (byte) 0xE9, '\n'});
        write("long.txt", ("a\n" + "b".repeat(513)).getBytes(StandardCharsets.UTF_8));
        write("large.txt", "1234567\n".repeat(65_537).getBytes(StandardCharsets.UTF_8));
        StringBuilder many = new StringBuilder();
        for (int i = 0; i <= ListReader.MOST_IDS; i++) {
            many.append(i).append('\n');
        }
        write("many.txt", many.toString().getBytes(StandardCharsets.UTF_8));
        assertThat(((Problems) segment(name)).problems()).singleElement().satisfies(found -> {
            assertThat(found.message()).isEqualTo(problem);
            assertThat(found.line()).isEqualTo(6);
        });
    }

    private void write(String name, byte[] bytes) throws IOException {
        Files.write(folder.resolve(name), bytes);
    }

    private Checked segment(String list) throws IOException {
        Files.writeString(folder.resolve("segment.yaml"), """
                kind: Segment
                id: friends
                owner: me@shop
                title: Friends
                when:
                  list: '%s'
                """.formatted(list));
        return DefinitionFiles.load(folder);
    }
}

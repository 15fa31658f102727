package io.makolet.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Checks texts as the files of a shop. */
final class Shop {

    /** Profile fields and event types that tests refer to. */
    static final String VOCABULARY = """
            kind: Profile
            id: customer
            fields:
              country: {type: choice, values: [GB, IL, 'NO']}
              interests: {type: multi_choice, values: [garden, kitchen]}
              email: {type: text, personal: true}
              vip: {type: bool}
              visits: {type: number}
              stars: {type: rating}
              birthday: {type: date}
              home: {type: place}
            ---
            kind: Events
            id: own
            types: {showroom_visit: {topic: clickstream}}
            ---
            kind: Branches
            id: shops
            branches:
              tel-aviv-1: {name: Dizengoff, lat: 32.0775, lon: 34.7740}
              jaffa: {name: Jaffa, lat: 32.0540, lon: 34.7530}
            ---
            kind: CutPoints
            id: spend_year
            as_of: 2026-11-01
            customers: 3360
            of: {aggregate: {event: purchase, fn: sum, of: amount, over: 365d}}
            points: {20: 45.50, 50: 120, 90: 1250.25}
            """;

    /** What goes with what, as tests refer to it. */
    static final ProductFeed FEED = ProductFeedReader.read(new SourceFile("products.csv", """
            product_id,category,brand,complements
            CAM-1,cameras,Acme,cards; BAG-1
            CAM-2,cameras,Bolt,"CAM-1; CARD-1"
            CARD-1,cards,Acme,CAM-1
            BAG-1,bags,,
            """));

    private Shop() {}

    /** All that is wrong with a text, as people see it; the text is the file shop.yaml, beside the vocabulary. */
    static String problems(String text) {
        Checked checked = check(text);
        assertThat(checked).isInstanceOf(Problems.class);
        return ((Problems) checked).problems().stream().map(Problem::render).collect(Collectors.joining("\n")) + "\n";
    }

    /** The drafts a text holds, without the vocabulary's. */
    static List<Draft> drafts(String text) {
        Checked checked = check(text);
        assertThat(checked)
                .as(() -> checked instanceof Problems found ? found.render() : "")
                .isInstanceOf(Drafts.class);
        List<Draft> drafts = new ArrayList<>(((Drafts) checked).drafts());
        drafts.removeIf(draft -> draft.file().equals("vocabulary.yaml"));
        return drafts;
    }

    /** The text; where it begins with {@code when:}, with a segment's head before it. */
    static String withHead(String text) {
        return text.startsWith("when:") ? "kind: Segment\nid: s\nowner: me\ntitle: S\n" + text : text;
    }

    private static Checked check(String text) {
        return DefinitionFiles.check(
                List.of(new SourceFile("vocabulary.yaml", VOCABULARY), new SourceFile("shop.yaml", text)), FEED);
    }
}

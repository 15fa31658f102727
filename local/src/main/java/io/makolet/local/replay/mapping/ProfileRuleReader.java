package io.makolet.local.replay.mapping;

import io.makolet.domain.event.EventSchema;
import io.makolet.domain.profile.ProfileFieldType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/** Reads the {@code profile} of an event rule. */
final class ProfileRuleReader {

    private final EventRuleReader cells;
    private final MappingReader reader;

    ProfileRuleReader(EventRuleReader cells, MappingReader reader) {
        this.cells = cells;
        this.reader = reader;
    }

    List<ProfileRule> read(YamlMap event, @Nullable EventSchema schema) {
        Node node = event.get("profile");
        if (node == null) {
            return List.of();
        }
        if (schema != EventSchema.PROFILES) {
            event.problem(node, "event of " + schema + " with profile fields, expected them in an event of profiles");
        }
        List<ProfileRule> rules = new ArrayList<>();
        YamlMap fields = event.map("event.profile", node);
        for (String name : fields.anyKeys()) {
            Node value = fields.get(name);
            ProfileRule rule = value == null ? null : rule(name, fields.map(name, value));
            if (rule != null) {
                rules.add(rule);
            }
        }
        return rules;
    }

    private @Nullable ProfileRule rule(String name, YamlMap map) {
        ProfileFieldType type = type(name, map);
        if (type == null) {
            return null;
        }
        List<@Nullable Cell> found = new ArrayList<>();
        String separator = "";
        int max = 0;
        TimeFormat date = null;
        switch (type) {
            case PLACE -> {
                found.add(cells.cell(map, name + ".latitude", map.require("latitude")));
                found.add(cells.cell(map, name + ".longitude", map.require("longitude")));
                Node label = map.get("label");
                if (label != null) {
                    found.add(cells.cell(map, name + ".label", label));
                }
            }
            case RATING -> {
                found.add(cells.cell(map, name));
                max = map.number("max", 1, 1000, 5);
            }
            case MULTI_CHOICE -> {
                found.add(cells.cell(map, name));
                separator = map.text("separator", ";");
            }
            case DATE -> {
                found.add(cells.cell(map, name));
                date = reader.timeFormat(map);
            }
            case BOOL, CHOICE, TEXT, NUMBER -> found.add(cells.cell(map, name));
        }
        map.rejectUnknownKeys();
        List<Cell> complete = new ArrayList<>();
        for (Cell cell : found) {
            if (cell == null) {
                return null;
            }
            complete.add(cell);
        }
        return new ProfileRule(name, type, complete, separator, max, date);
    }

    private static @Nullable ProfileFieldType type(String name, YamlMap map) {
        Node node = map.require("type");
        String text = node == null ? null : map.text(node, name + ".type");
        if (node == null || text == null) {
            return null;
        }
        ProfileFieldType type = ProfileFieldType.ofWord(text).orElse(null);
        if (type == null) {
            map.problem(node, name + ".type is '" + text + "', expected one of " + ProfileFieldType.words());
        }
        return type;
    }
}

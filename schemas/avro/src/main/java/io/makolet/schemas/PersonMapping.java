package io.makolet.schemas;

import static io.makolet.schemas.DefinitionMapping.required;
import static io.makolet.schemas.PoisonException.invalid;
import static io.makolet.schemas.PoisonException.unsupported;

import io.makolet.avro.ConditionNode;
import io.makolet.avro.SiteNode;
import io.makolet.domain.segment.Condition;
import java.util.List;

/** Conditions over what is there of a person without any event, between the wire and the domain. */
final class PersonMapping {

    private PersonMapping() {}

    static Condition toDomain(ConditionNode node) throws PoisonException {
        return switch (node.getOp()) {
            case "anniversary" ->
                new Condition.Anniversary(
                        required(node.getProfileField(), "profile_field"),
                        required(node.getFromDays(), "from_days"),
                        required(node.getToDays(), "to_days"));
            case "season" ->
                new Condition.Season(
                        node.getDayEdges(),
                        required(node.getKnownFrom(), "known_from"),
                        required(node.getKnownUntil(), "known_until"),
                        required(node.getText(), "text"));
            case "sample" ->
                new Condition.Sample(required(node.getSalt(), "salt"), required(node.getHundredths(), "hundredths"));
            case "listed" -> new Condition.Listed(required(node.getList(), "list"), node.getCustomerIds());
            case "near" ->
                new Condition.Near(
                        required(node.getProfileField(), "profile_field"),
                        onlySite(node),
                        required(node.getMetres(), "metres"));
            case "nearest" ->
                new Condition.Nearest(
                        required(node.getProfileField(), "profile_field"),
                        sites(node),
                        node.getSiteIds(),
                        required(node.getMetres(), "metres"));
            default -> throw unsupported("condition '" + node.getOp() + "', expected one over a person");
        };
    }

    static ConditionNode toAvro(Condition condition) {
        if (condition instanceof Condition.Anniversary anniversary) {
            return node("anniversary")
                    .setProfileField(anniversary.of())
                    .setFromDays(anniversary.from())
                    .setToDays(anniversary.to())
                    .build();
        }
        if (condition instanceof Condition.Season season) {
            return node("season")
                    .setDayEdges(season.edges())
                    .setKnownFrom(season.knownFrom())
                    .setKnownUntil(season.knownUntil())
                    .setText(season.text())
                    .build();
        }
        if (condition instanceof Condition.Sample sample) {
            return node("sample")
                    .setSalt(sample.salt())
                    .setHundredths(sample.hundredths())
                    .build();
        }
        if (condition instanceof Condition.Listed listed) {
            return node("listed")
                    .setList(listed.name())
                    .setCustomerIds(listed.ids())
                    .build();
        }
        if (condition instanceof Condition.Near near) {
            return node("near")
                    .setProfileField(near.place())
                    .setSites(List.of(toAvro(near.center())))
                    .setMetres(near.metres())
                    .build();
        }
        if (condition instanceof Condition.Nearest nearest) {
            return node("nearest")
                    .setProfileField(nearest.place())
                    .setSites(
                            nearest.sites().stream().map(PersonMapping::toAvro).toList())
                    .setSiteIds(nearest.in())
                    .setMetres(nearest.metres())
                    .build();
        }
        throw new IllegalArgumentException("condition " + condition + ", expected one of the kinds of Condition");
    }

    private static Condition.Site onlySite(ConditionNode node) throws PoisonException {
        if (node.getSites().size() != 1) {
            throw invalid("'" + node.getOp() + "' of " + node.getSites().size() + " sites, expected one");
        }
        return sites(node).get(0);
    }

    private static List<Condition.Site> sites(ConditionNode node) {
        return node.getSites().stream()
                .map(site -> new Condition.Site(site.getId(), site.getLatitude(), site.getLongitude()))
                .toList();
    }

    private static SiteNode toAvro(Condition.Site site) {
        return new SiteNode(site.id(), site.latitude(), site.longitude());
    }

    private static ConditionNode.Builder node(String op) {
        return ConditionNode.newBuilder().setOp(op);
    }
}

package io.makolet.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * What may depend on what, and what our code does not do. Generated and repackaged classes are not ours, and the tests of
 * other modules, of which some are on the classpath here, do as they like.
 */
@AnalyzeClasses(packages = "io.makolet", importOptions = ArchitectureTest.Ours.class)
class ArchitectureTest {

    static final class Ours implements ImportOption {
        @Override
        public boolean includes(com.tngtech.archunit.core.importer.Location location) {
            return !location.contains("/io/makolet/confluent/")
                    && !location.contains("/io/makolet/avro/")
                    && !location.contains("/io/makolet/v1/")
                    && !isTestOfAnotherModule(location);
        }

        /** A jar of tests, or what it is made of where nothing was packaged. */
        private static boolean isTestOfAnotherModule(com.tngtech.archunit.core.importer.Location location) {
            return location.contains("-tests.jar!")
                    || (location.contains("/test-classes/") && !location.contains("/e2e-tests/"));
        }
    }

    @ArchTest
    static final ArchRule domainIsPure = classes()
            .that()
            .resideInAPackage("io.makolet.domain..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    "io.makolet.domain..",
                    "java.lang..",
                    "java.util..",
                    "java.time..",
                    "java.math..",
                    "java.nio",
                    "java.nio.charset",
                    "java.security",
                    "org.jspecify.."));

    @ArchTest
    static final ArchRule domainHasNoClock = noClasses()
            .that()
            .resideInAPackage("io.makolet.domain..")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(java.time.LocalDate.class, "now");

    @ArchTest
    static final ArchRule theTwoHalvesNeverSeeEachOther = noClasses()
            .that()
            .resideInAPackage("io.makolet.flink..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.makolet.serving..", "io.makolet.v1..", "io.grpc..");

    @ArchTest
    static final ArchRule servingKnowsNoFlink = noClasses()
            .that()
            .resideInAPackage("io.makolet.serving..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.makolet.flink..", "org.apache.flink..", "io.makolet.definitions..");

    @ArchTest
    static final ArchRule celStaysInDefinitions = noClasses()
            .that()
            .resideOutsideOfPackage("io.makolet.definitions..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.cel..")
            .because("expressions are compiled to closures of ours, measured a hundred times as fast");

    @ArchTest
    static final ArchRule calendarsStayInDefinitions = noClasses()
            .that()
            .resideOutsideOfPackage("io.makolet.definitions..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo("com.ibm.icu.util.Calendar")
            .because("a season is written out to instants when it is published");

    @ArchTest
    static final ArchRule onlyTextsForPeopleNeedTheirLanguage = noClasses()
            .that()
            .resideOutsideOfPackages("io.makolet.definitions..", "io.makolet.serving.explain..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.ibm.icu..");

    @ArchTest
    static final ArchRule schemasKnowNobodyButTheDomain = classes()
            .that()
            .resideInAPackage("io.makolet.schemas..")
            .should()
            .onlyDependOnClassesThat(are(resideOutsideOfPackages("io.makolet.."))
                    .or(resideInAnyPackage(
                            "io.makolet.schemas..",
                            "io.makolet.domain..",
                            "io.makolet.avro..",
                            "io.makolet.confluent..")));

    @ArchTest
    static final ArchRule theRepackagedClientStaysBehindItsFacade = noClasses()
            .that(are(not(resideInAPackage("io.makolet.schemas.."))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.makolet.confluent..");

    @ArchTest
    static final ArchRule nobodyBuildsOnTheLocalSystem = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.makolet.domain..",
                    "io.makolet.schemas..",
                    "io.makolet.definitions..",
                    "io.makolet.flink..",
                    "io.makolet.serving..",
                    "io.makolet.benchmarks..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.makolet.local..");

    @ArchTest
    static final ArchRule nobodySleeps = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.makolet.flink.LiveSurroundings")
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .because("waiting is a port of the job, which that class implements; everybody else waits for something");

    @ArchTest
    static final ArchRule onlyTheCommandLinePrints = noClasses()
            .that()
            .resideOutsideOfPackages("io.makolet.local..", "io.makolet.benchmarks..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    @ArchTest
    static final ArchRule namesSayWhatAClassIs = noClasses()
            .should()
            .haveNameMatching(".*(Utils|Util|Helper|Manager|Impl)")
            .because("such names say little");
}

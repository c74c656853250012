package io.datahem.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between modules, as ARCHITECTURE.md draws them. */
@AnalyzeClasses(packages = "io.datahem", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule contractsArePure =
      noClasses()
          .that()
          .resideInAPackage("io.datahem.contracts..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.beam..",
              "org.eclipse.jetty..",
              "org.apache.kafka..",
              "org.apache.iceberg..",
              "io.datahem.events..",
              "io.datahem.pipeline..",
              "io.datahem.registry..",
              "io.datahem.collector..")
          .because(
              "contracts know neither engine nor server: move what needs one to the module that has it");

  @ArchTest
  static final ArchRule eventsKnowNobody =
      noClasses()
          .that()
          .resideInAPackage("io.datahem.events..")
          .should()
          .dependOnClassesThat(
              com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage("io.datahem..")
                  .and(
                      com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage(
                          "io.datahem.events..")))
          .because("events are what everybody else stands on");

  @ArchTest
  static final ArchRule pipelineKnowsNoVendor =
      noClasses()
          .that()
          .resideInAPackage("io.datahem.pipeline..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.kafka..",
              "org.apache.iceberg..",
              "org.apache.flink..",
              "io.datahem.connectors..",
              "io.datahem.registry..",
              "io.datahem.collector..")
          .because(
              "vendors are reached by the ports Warehouse, EventSource, ManifestStore, ContractFeed,"
                  + " TypedStreams");

  @ArchTest
  static final ArchRule collectorAndRegistryStandAlone =
      noClasses()
          .that()
          .resideInAnyPackage("io.datahem.collector..", "io.datahem.registry..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.beam..",
              "org.apache.kafka..",
              "io.datahem.pipeline..",
              "io.datahem.connectors..")
          .because("servers speak to the rest by ports and over HTTP");

  @ArchTest
  static final ArchRule nobodyImportsTheApp =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.datahem.app..", "io.datahem.benchmarks..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.datahem.app..")
          .because("the app wires everything and nothing needs it");
}

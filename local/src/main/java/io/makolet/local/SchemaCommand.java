package io.makolet.local;

import io.makolet.definitions.DefinitionSchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code makolet schema}: lets an editor complete and check definitions. */
@Command(
        name = "schema",
        description = {
            "Prints the JSON Schema of definition files, for editors with a YAML language server.",
            "In VS Code (extension YAML), make this the first line of a definition:",
            "  # yaml-language-server: $$schema=makolet-definition.schema.json"
        },
        footerHeading = "%nExamples:%n",
        footer = "  makolet schema > shop/makolet-definition.schema.json")
final class SchemaCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().getOut().print(DefinitionSchema.text());
        spec.commandLine().getOut().flush();
        return 0;
    }
}

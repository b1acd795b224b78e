// Starts Swagger UI on the page that docs_page.py writes.
"use strict";

const GRADES = ["documented", "observed", "inferred"];

// Shows an operation's x-evidence beside its path, where it can be seen without opening the operation.
function EvidencePlugin({ React, specSelectors }) {
  return {
    wrapComponents: {
      OperationSummaryPath: (Original) => (props) => {
        const grade = specSelectors.specJson().getIn([...props.specPath, "x-evidence"]);
        const path = React.createElement(Original, props);
        if (!GRADES.includes(grade)) return path;
        const badge = React.createElement("span", { className: "evidence", "data-evidence": grade }, grade);
        return React.createElement(React.Fragment, null, path, badge);
      },
    },
  };
}

// Swagger UI warns of every dialect but OpenAPI's own, yet renders plain JSON Schema 2020-12 the same.
function DialectPlugin() {
  return { components: { JsonSchemaDialect: () => null } };
}

function authorize(ui, apiKey) {
  if (!apiKey) return;
  const schemes = ui.specSelectors.specJson().getIn(["components", "securitySchemes"]);
  schemes?.forEach((scheme, name) => {
    const bearer = scheme.get("type") === "http" && scheme.get("scheme")?.toLowerCase() === "bearer";
    if (bearer || scheme.get("type") === "apiKey") ui.preauthorizeApiKey(name, apiKey);
  });
}

if (matchMedia("(prefers-color-scheme: dark)").matches) document.documentElement.classList.add("dark-mode");

const { openapiUrl, apiKey } = document.getElementById("docs").dataset;
const ui = SwaggerUIBundle({
  url: openapiUrl,
  dom_id: "#docs",
  plugins: [EvidencePlugin, DialectPlugin],
  onComplete: () => authorize(ui, apiKey),
  validatorUrl: null,
  deepLinking: true,
  displayOperationId: true,
  displayRequestDuration: true,
  showCommonExtensions: true,
  showExtensions: true,
  defaultModelsExpandDepth: 0,
});

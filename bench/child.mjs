/** One job of one part; prints what was measured as JSON. Started by run.mjs. */
const [part, job] = process.argv.slice(2);
const { measure } = await import(`./parts/${part}.mjs`);
process.stdout.write(JSON.stringify(await measure(JSON.parse(job))));

import { agent, ask, signedIn } from "./clinic.mjs";
const cookie = await signedIn();
const json = async (path) => JSON.parse((await ask("GET", path, { cookie })).text);
const { patients } = await json("/api/v1/patients?at_most=200");
const t=[];
const OFF=Number(process.argv[4]||0); const n=Number(process.argv[3]||100);
for (let i=0;i<n;i++){ const b=performance.now();
 const a=await ask("POST", `/patients/${patients[i%patients.length].id}/plans/redraw`, {cookie, form:{sex:"female",phototype:"II",photodamage:"moderate",indication:"facial-wrinkles",device:"exceed-unlimited",zone:"cheek",main_zone:"cheek",lemperle_cheek:"3", first_session: `2027-0${1+((i+OFF)%9)}-${10+(Math.floor((i+OFF)/9)%18)}T10:00`, interval_days: String(28+((i+OFF)%13))}});
 if(a.status!==200) console.log(a.status,a.text.slice(0,300)); t.push(performance.now()-b);}
t.sort((a,b)=>a-b); console.log("p50",t[n>>1],"p99",t[Math.floor(n*.99)]); agent.destroy();
